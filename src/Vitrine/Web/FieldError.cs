using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>What is wrong with one field of a form; the page shows it beside the field and keeps what was typed.</summary>
public sealed record FieldError(string Field, ProblemCode Code)
{
    public int Status => Problems.All[Code].Status;

    public string Sentence => $"{Problems.All[Code].Title}. {Problems.All[Code].Detail}";
}
