using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Nnet.Engine.Data.Sources.Named;

/// <summary>
/// Fetches files once. What was fetched before a break is kept beside (<c>.part</c>) and the rest asked for alone; a file
/// takes its name only when its checksum is right.
/// </summary>
/// <param name="progress">Hears how far it is, or null.</param>
/// <param name="stop">Ends it; what was fetched is kept.</param>
public sealed class Fetcher(Action<FetchProgress>? progress, CancellationToken stop)
{
    private const int Attempts = 3;

    // A server that says nothing for so long says nothing more.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly HttpClient s_client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(20) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Fetches a file.</summary>
    /// <param name="file">Which.</param>
    /// <param name="address">From where.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">It could not be fetched; the message says why, without its end.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public void Fetch(KnownFile file, Uri address, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                FetchRest(file, address, path + ".part").GetAwaiter().GetResult();
                break;
            }
            catch (Exception problem) when (problem is HttpRequestException or HttpIOException or TimeoutException && attempt < Attempts && problem is not HttpRequestException { StatusCode: not null })
            {
                // The line broke: what has come is kept, and the rest is asked for.
            }
            catch (Exception problem) when (problem is HttpRequestException or HttpIOException or TimeoutException)
            {
                throw new IOException(problem is HttpRequestException { StatusCode: { } status } ? $"{address.Host} answers {(int)status} ({status}) to {file.Name}" : $"{file.Name} from {address.Host}: {problem.Message.TrimEnd('.')}", problem);
            }
        }
        CheckSum(file, path + ".part");
        File.Move(path + ".part", path, overwrite: true);
    }

    private async Task FetchRest(KnownFile file, Uri address, string path)
    {
        using var target = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (target.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(target.Length, null);
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_patience);
        try
        {
            using var response = await s_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // Nothing is left to fetch, or it is another file by now, which the checksum tells.
                return;
            }
            response.EnsureSuccessStatusCode();
            // A server that does not know ranges sends everything once more.
            target.Position = response.StatusCode == HttpStatusCode.PartialContent ? target.Length : 0;
            target.SetLength(target.Position);
            var total = response.Content.Headers.ContentLength + target.Position;
            await using var source = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            var buffer = new byte[1 << 17];
            while (true)
            {
                patience.CancelAfter(s_patience);
                var read = await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }
                target.Write(buffer, 0, read);
                progress?.Invoke(new FetchProgress(file.Name, target.Position, total));
            }
            if (target.Position < total)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, $"the connection ended after {target.Position:N0} of {total:N0} bytes");
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {s_patience.TotalSeconds:0} seconds");
        }
    }

    private static void CheckSum(KnownFile file, string path)
    {
        string sum;
        using (var stream = File.OpenRead(path))
        {
            // The authors tell these sums; they guard against accidents, not against forgers.
            sum = Convert.ToHexStringLower(MD5.HashData(stream));
        }
        if (sum != file.Md5)
        {
            var length = new FileInfo(path).Length;
            File.Delete(path);
            throw new IOException($"what came as {file.Name} ({length:N0} bytes) has the checksum {sum}, and it should have {file.Md5}: it was changed or damaged on its way, and is deleted");
        }
    }
}
