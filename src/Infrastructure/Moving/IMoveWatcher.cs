namespace CounselDesk.Infrastructure.Moving;

public enum MovePhase
{
    /// <summary>Every row of the source is held against the target's columns and added up; nothing is written yet.</summary>
    Checking,

    Copying,

    /// <summary>The target is read back and added up.</summary>
    Comparing,
}

/// <summary>Is told how far a move has come. What it throws stops the move as any fault does.</summary>
public interface IMoveWatcher
{
    void Begin(MovePhase phase, long rows, long alreadyDone);

    /// <summary>So many more rows; when copying, after each committed batch.</summary>
    void Advance(int rows);

    void End();
}
