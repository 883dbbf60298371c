namespace CounselDesk.Application.Tests.Wire;

/// <summary>What a server's reply is made of; columns, rows and an end make up a bulk load too.</summary>
internal enum Token : byte
{
    ReturnStatus = 0x79,
    Columns = 0x81,
    Error = 0xAA,
    Info = 0xAB,
    Output = 0xAC,
    LoginAnswer = 0xAD,
    Features = 0xAE,
    Row = 0xD1,
    Change = 0xE3,
    SessionState = 0xE4,
}

/// <summary>What has changed for the connection.</summary>
internal enum Change : byte
{
    Database = 1,
    Language = 2,
    PacketSize = 4,
    Collation = 7,
    Begun = 8,
    Committed = 9,
    RolledBack = 10,
    ConnectionReset = 18,
}

[Flags]
internal enum DoneStatus : ushort
{
    Final = 0x00,
    More = 0x01,
    Error = 0x02,
    Counted = 0x10,
    Attention = 0x20,
}

/// <summary>Which of the three endings: of a batch's statement, of a procedure's statement, of a procedure.</summary>
internal enum DoneToken : byte
{
    Statement = 0xFD,
    Procedure = 0xFE,
    InProcedure = 0xFF,
}
