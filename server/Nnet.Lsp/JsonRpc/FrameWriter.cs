namespace Nnet.Lsp.JsonRpc;

/// <summary>
/// The one writer of the output stream. Messages are queued and a thread of its own writes them in order, so that a
/// client that does not read for a while never stops the server from reading: two sides that wait for each other to read would hang.
/// </summary>
internal sealed class FrameWriter
{
    private readonly Stream _stream;
    private readonly Action _broken;
    private readonly Queue<FrameBuffer> _queue = new();
    private readonly Thread _thread;
    private bool _completed;

    /// <summary>Writes to <paramref name="stream"/>.</summary>
    /// <param name="stream">Where the frames go.</param>
    /// <param name="broken">Called once when the stream takes no more bytes: nobody listens.</param>
    public FrameWriter(Stream stream, Action broken)
    {
        _stream = stream;
        _broken = broken;
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "lsp writer" };
        _thread.Start();
    }

    /// <summary>Queues one frame. After <see cref="Complete"/> it is dropped.</summary>
    public void Write(FrameBuffer frame)
    {
        lock (_queue)
        {
            if (_completed)
            {
                return;
            }

            _queue.Enqueue(frame);
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Takes no more frames and waits, for at most <paramref name="patience"/>, until the queued ones are written.</summary>
    public void Complete(TimeSpan patience)
    {
        lock (_queue)
        {
            _completed = true;
            Monitor.Pulse(_queue);
        }

        _thread.Join(patience);
    }

    private void WriteAll()
    {
        while (Next() is { } frame)
        {
            try
            {
                _stream.Write(frame.ToFrame());
                _stream.Flush();
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                lock (_queue)
                {
                    _completed = true;
                    _queue.Clear();
                }

                _broken();
                return;
            }
        }
    }

    private FrameBuffer? Next()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_completed)
                {
                    return null;
                }

                Monitor.Wait(_queue);
            }

            return _queue.Dequeue();
        }
    }
}
