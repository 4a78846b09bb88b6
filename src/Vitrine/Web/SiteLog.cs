using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Vitrine.Web;

/// <summary>
/// The console log: time, level, sentence. No request log and no scopes: those hold paths, and some paths are secrets (RULES 21).
/// </summary>
public static class SiteLog
{
    /// <param name="settings">Levels can be set as <c>VITRINE_LOGGING__LOGLEVEL__DEFAULT</c>.</param>
    public static void AddTo(ILoggingBuilder logging, IConfiguration settings)
    {
        logging.ClearProviders();
        logging.AddConsole(console => console.FormatterName = SiteLogFormatter.FormatterName);
        logging.AddConsoleFormatter<SiteLogFormatter, ConsoleFormatterOptions>();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);

        // Forms that are too old are visitors' everyday life, and are answered.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);

        // It repeats at every start that keys lie unencrypted in the database; they do, beside the password hashes.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddConfiguration(settings.GetSection("Logging"));
    }
}

internal sealed class SiteLogFormatter(TimeProvider? time = null) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "vitrine";

    /// <summary>"Hosting failed to start" with its stack; the verb says the same in one sentence.</summary>
    private const int HostedServiceStartupFaulted = 11;

    private readonly TimeProvider time = time ?? TimeProvider.System;

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (entry.EventId.Id == HostedServiceStartupFaulted && entry.Category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal))
            return;
        textWriter.WriteLine($"{time.GetLocalNow():HH:mm:ss} {Word(entry.LogLevel)}{entry.Formatter(entry.State, entry.Exception)}");

        // A warning is about the world (a full disk, a file that broke its decoder): its stack helps nobody. An error is about our code.
        if (entry.Exception is { } exception)
            textWriter.WriteLine(entry.LogLevel >= LogLevel.Error ? exception.ToString() : $"         {exception.GetType().Name}: {exception.Message}");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "ERROR ",
        LogLevel.Warning => "warning ",
        LogLevel.Debug or LogLevel.Trace => "debug ",
        _ => "",
    };
}
