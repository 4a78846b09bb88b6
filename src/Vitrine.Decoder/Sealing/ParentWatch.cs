namespace Vitrine.Decoder.Sealing;

/// <summary>
/// Ends the process as soon as the other end of stdin is gone, also in the middle of a picture: a killed site leaves no children behind.
/// (PR_SET_PDEATHSIG would not do: it watches the thread that started us, not the process.)
/// </summary>
internal static unsafe class ParentWatch
{
    private const short HangUp = 0x10;
    private const int Interrupted = 4;

    public static void Start() => new Thread(Watch, 128 * 1024) { IsBackground = true }.Start();

    private static void Watch()
    {
        var input = new Native.PollEntry { Handle = 0 };
        while (Native.Poll(&input, 1, -1) >= 0 || Native.LastError == Interrupted)
        {
            if ((input.Happened & HangUp) != 0) Native.Exit(0);
        }
    }
}
