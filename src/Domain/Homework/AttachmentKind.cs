namespace CounselDesk.Domain.Homework;

/// <summary>What paper homework may come as.</summary>
public enum AttachmentKind
{
    /// <summary>A photograph (JPEG).</summary>
    Jpeg,

    /// <summary>A picture (PNG).</summary>
    Png,

    /// <summary>A document (PDF).</summary>
    Pdf,
}
