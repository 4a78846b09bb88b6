using System.Net;
using Amazon.S3;
using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

/// <summary>
/// Makes the bucket as the settings say. Idempotent; of a bucket that is there it only turns on what is off, keeps rules that are not
/// ours, and names what differs instead of changing it. On AWS a refused step is an error; an endpoint of another maker may not know it.
/// </summary>
internal sealed class BucketMaking(S3Options options, BucketSteps steps) : IProvisioning
{
    public string What => $"the bucket {options.Bucket}";

    public async Task<IReadOnlyList<ProvisioningStep>> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = new List<ProvisioningStep>();
        var isThere = true;
        foreach (var step in steps.All)
        {
            var sight = isThere || !step.NeedsBucket ? await LookAsync(step, cancellationToken) : Sight.ToDo;
            isThere &= step.Name != BucketSteps.Bucket || sight.State == ProvisioningState.There;
            plan.Add(Report(step, sight));
        }

        return plan;
    }

    public async Task<IReadOnlyList<ProvisioningStep>> MakeAsync(CancellationToken cancellationToken)
    {
        var made = new List<ProvisioningStep>();
        foreach (var step in steps.All)
        {
            var sight = await LookAsync(step, cancellationToken);
            made.Add(Report(step, sight.State == ProvisioningState.ToDo ? await MakeAsync(step, cancellationToken) : sight));
        }

        return made;
    }

    private Task<Sight> LookAsync(BucketStep step, CancellationToken cancellationToken) => OfferedAsync(step, () => step.LookAsync(cancellationToken));

    private Task<Sight> MakeAsync(BucketStep step, CancellationToken cancellationToken) => OfferedAsync(step, async () =>
    {
        await step.MakeAsync(cancellationToken);
        return new Sight(ProvisioningState.Done);
    });

    private async Task<Sight> OfferedAsync(BucketStep step, Func<Task<Sight>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception failure) when (AnswerOf(failure) is { } answer && step.Name != BucketSteps.Bucket && IsUnknownThere(answer))
        {
            return Sight.NotOffered;
        }
        catch (Exception failure) when (AnswerOf(failure) is { } answer && IsDenied(answer))
        {
            throw new StorageUnavailableException(
                $"{What}: the step “{step.Name}” is denied ({answer.ErrorCode}). Run this with credentials that may make buckets (docs/aws.md lists the actions); a name that another account has taken needs another VITRINE_STORAGE__S3__BUCKET.", failure);
        }
        catch (AmazonS3Exception answer)
        {
            throw new StorageUnavailableException($"{What}: the step “{step.Name}” is refused ({answer.ErrorCode}: {answer.Message}). Mend the setting that it names, and run this again.", answer);
        }
    }

    /// <summary>Ceph takes a question it does not know for one about the bucket itself, and calls the body an invalid argument.</summary>
    private bool IsUnknownThere(AmazonS3Exception answer) => options.Endpoint.Length > 0
        && (answer.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed || answer.ErrorCode is "InvalidArgument" or "MalformedXML" or "NotImplemented");

    /// <summary>What is wrong with the credentials themselves has sentences of its own.</summary>
    private static bool IsDenied(AmazonS3Exception answer) => answer.ErrorCode == "BucketAlreadyExists"
        || (answer.StatusCode == HttpStatusCode.Forbidden && answer.ErrorCode is "AccessDenied" or "Forbidden" or "AllAccessDisabled");

    private static AmazonS3Exception? AnswerOf(Exception failure) => failure as AmazonS3Exception ?? (failure as StorageUnavailableException)?.InnerException as AmazonS3Exception;

    private static ProvisioningStep Report(BucketStep step, Sight sight) =>
        new(step.Name, sight.Otherwise is { } otherwise ? $"should be {step.Detail}; is {otherwise}" : step.Detail, sight.State);
}
