using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>How many rows a table has and one checksum of them all.</summary>
public sealed record TableSum(long Rows, string Checksum);

/// <summary>
/// Adds up a table's rows: the sum of their SHA-256 modulo 2^256, over a form that both engines' values share. A sum needs
/// no order, which the engines do not agree on for ids and texts, and unlike an exclusive or it does not lose pairs.
/// </summary>
public sealed class RowAdder
{
    private readonly ArrayBufferWriter<byte> _form = new();
    private readonly ulong[] _sum = new ulong[4];
    private long _rows;

    public TableSum Sum => new(_rows, string.Concat(_sum.Reverse().Select(word => word.ToString("x16", System.Globalization.CultureInfo.InvariantCulture))));

    public void Add(IReadOnlyList<object?> row)
    {
        _form.ResetWrittenCount();
        foreach (var value in row)
            Write(value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_form.WrittenSpan, hash);
        UInt128 carry = 0;
        for (var i = 0; i < _sum.Length; i++)
        {
            carry += (UInt128)_sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(8 * i)..]);
            _sum[i] = (ulong)carry;
            carry >>= 64;
        }

        _rows++;
    }

    // Each value begins with its kind and has a length of its own, so that no two rows have the same form.
    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                Write(0, 0);
                break;
            case Guid id:
                Write(1, 0);
                id.TryWriteBytes(_form.GetSpan(16), bigEndian: true, out _);
                _form.Advance(16);
                break;
            case DateTimeOffset instant:
                Write(2, instant.UtcTicks / TimeSpan.TicksPerMillisecond);
                break;
            case DateOnly day:
                Write(3, day.DayNumber);
                break;
            case bool flag:
                Write(4, flag ? 1 : 0);
                break;
            case int number:
                Write(5, number);
                break;
            case long number:
                Write(5, number);
                break;
            case string text:
                var size = Encoding.UTF8.GetByteCount(text);
                Write(6, size);
                Encoding.UTF8.GetBytes(text, _form.GetSpan(size));
                _form.Advance(size);
                break;
            case byte[] bytes:
                Write(7, bytes.Length);
                _form.Write(bytes);
                break;
            default:
                throw new InvalidOperationException($"No form for {value.GetType().Name}.");
        }
    }

    private void Write(byte kind, long number)
    {
        var span = _form.GetSpan(9);
        span[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], number);
        _form.Advance(9);
    }
}
