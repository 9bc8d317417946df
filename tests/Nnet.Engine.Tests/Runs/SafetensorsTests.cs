using System.Buffers.Binary;
using System.Text;
using Nnet.Engine.Runs.Files;
using Nnet.Language.Graph;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>Files as they should be, and every way in which one can be damaged or hostile.</summary>
public sealed class SafetensorsTests
{
    private const string A = """ "a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]} """;

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        using var stream = new MemoryStream();
        TensorEntry[] tensors = [new("a.weight", Shape.Of(2, 3)), new("a.bias", Shape.Of(2))];
        float[][] values = [[1, 2, 3, 4, 5, 6], [-1, 0.5f]];
        Safetensors.Write(stream, tensors, i => values[i], new Dictionary<string, string> { ["model"] = "M×" });
        Assert.Equal(0, (BitConverter.ToInt64(stream.ToArray()) + 8) % 8);
        using var reader = new SafetensorsReader(stream);
        Assert.Equal(["a.weight 2×3", "a.bias 2"], reader.Tensors.Select(tensor => $"{tensor.Name} {tensor.Shape}"));
        Assert.Equal("M×", reader.Metadata["model"]);
        var bias = new float[2];
        reader.Read("a.bias", bias);
        Assert.Equal(values[1], bias);
    }

    // As Python's safetensors writes it: no blanks, metadata last or none, an empty tensor, a number without axes.
    [Fact]
    public void OtherWritersAreRead()
    {
        using var reader = Open("""{"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"e":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]},"__metadata__":{"format":"pt"}}""", 4);
        Assert.Equal(2, reader.Tensors.Count());
        Assert.Equal(1, reader.Find("s")!.Shape.Count);
    }

    [Theory]
    [InlineData("{", 0, "its header is no sound JSON")]
    [InlineData("", 0, "its header does not begin with {")]
    [InlineData("[]", 0, "its header does not begin with {")]
    [InlineData("{} {}", 0, "its header is no sound JSON")]
    [InlineData("""{"a":[1]}""", 0, "tensor a is no object")]
    [InlineData("""{"a":{"dtype":{"x":{"y":{"z":{}}}}}}""", 0, "the dtype of tensor a is no text")]
    [InlineData("""{"__metadata__":{"x":{"y":{}}}}""", 0, "the metadata's x is no text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", 8, "the shape of tensor a is no list of at most 8 whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "the shape of tensor a is no list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "the shape of tensor a is no list of at most 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "tensor a has an impossible shape, 4294967296×4294967296")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2000000000,2000000000,2000000000],"data_offsets":[0,8]}}""", 8, "tensor a has an impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "tensor a has a place of 8 bytes, but 3 numbers take 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "tensor a has a place of -8 bytes")]
    [InlineData("""{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""", 8, "tensor a holds F16 numbers, and only F32")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor a lacks its dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "tensor a lacks its two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor a has shape twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"os"}}""", 8, "tensor a has a field code")]
    [InlineData("{" + A + "," + A + "}", 8, "two tensors are named a")]
    [InlineData("{" + A + ""","b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "the places of tensors a and b overlap")]
    [InlineData("{" + A + ""","b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "4 bytes in front of tensor b belong to none")]
    [InlineData("{" + A + "}", 7, "its tensors take 8 bytes, but only 7 follow its header: it was cut off")]
    [InlineData("{" + A + "}", 9, "1 bytes behind its last tensor belong to none")]
    public void WhatIsWrongIsRefused(string header, int numbers, string reason)
        => Assert.StartsWith(reason, Assert.Throws<InvalidDataException>(() => Open(header, numbers)).Message);

    [Theory]
    [InlineData(new byte[0], "it has 0 bytes")]
    [InlineData(new byte[] { 1, 2, 3 }, "it has 3 bytes, too few")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 0 }, "it says that its header has 18,446,744,073,709,551,615 bytes, and no header has more")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 0 }, "it says that its header has 4,294,967,296 bytes, and no header has more")]
    [InlineData(new byte[] { 100, 0, 0, 0, 0, 0, 0, 0, (byte)'{' }, "it says that its header has 100 bytes, but only 1 follow")]
    [InlineData(new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}' }, "its header")]
    public void HeaderThatCannotBeIsRefused(byte[] file, string reason)
        => Assert.StartsWith(reason, Assert.Throws<InvalidDataException>(() => new SafetensorsReader(new MemoryStream(file))).Message);

    [Fact]
    public void NoPrefixOfAFileIsTakenForAFile()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("a", Shape.Of(3)), new("b", Shape.Of(2))], i => new float[3 - i], new Dictionary<string, string>());
        var file = stream.ToArray();
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => new SafetensorsReader(new MemoryStream(file[..length])));
        }
    }

    private static SafetensorsReader Open(string header, int numbers)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + numbers];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        return new SafetensorsReader(new MemoryStream(file));
    }
}
