using ILGPU;
using ILGPU.Runtime;
using Nnet.Engine.Data;
using Nnet.Engine.Ilgpu.Backends;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>Matrix products: those of sizes that fill several tiles or parts of sums, those that a library takes over, and what the compiler makes of them.</summary>
public class ProductTests(Card card) : IClassFixture<Card>
{
    [Theory]
    [InlineData(3, 5, 2)]
    [InlineData(70, 65, 9)]
    [InlineData(130, 17, 130)]
    public void Of_every_size(int inputs, int units, int batch) => CompareDense(inputs, units, batch);

    [PatientTheory]
    [InlineData(600, 80, 33)]
    [InlineData(64, 128, 64)]
    public void Of_sizes_that_fill_several_tiles(int inputs, int units, int batch) => CompareDense(inputs, units, batch);

    [Fact]
    public void Of_convolutions_with_strides_groups_and_dilation()
        => Compare(Models.OfText("input 4x9x8\nconv 18 kernel=3 padding=1 groups=2\nconv 20 kernel=[3, 2] stride=2 dilation=[2, 1] padding=1\nconvtranspose 6 kernel=3 stride=2\nflatten\ndense 3"), 7, card.Device);

    [Fact]
    public void A_library_gives_what_kernels_give()
    {
        var library = new PlainLibrary();
        using var device = Card.With(library);
        Compare(GraphBuilder.Input(20).Dense(12).Add<Relu>().Dense(3).Build(), 9, device);
        Compare(Models.OfText("input 4x6\nto_sequence\nattention 2 bias=false\nlstm 5\ndense 3"), 5, device);
        Assert.True(library.Products > 20, $"{library.Products} products");
    }

    [Fact]
    public void Tiles_stay_in_registers_and_are_read_and_written_four_numbers_at_a_time()
    {
        Compare(GraphBuilder.Input(70).Dense(65).Dense(3).Build(), 9, card.Device);
        Compare(Models.OfText("input 4x6x6\nconv 20 kernel=3 activation=relu\nconv 8 kernel=3\nflatten\ndense 3"), 9, card.Device);
        var tiles = card.CompileForCuda().Where(kernel => kernel.Key.DeclaringType!.Name is nameof(SquareTile) or nameof(FlatTile)).ToArray();
        Assert.True(tiles.Length >= 8);
        Assert.All(tiles, kernel =>
        {
            Assert.DoesNotContain(".local", kernel.Value, StringComparison.Ordinal);
            Assert.Contains("ld.shared.v4.f32", kernel.Value, StringComparison.Ordinal);
            // Both operands, and the result.
            Assert.True(Count(kernel.Value, "ld.global.v4.f32") >= 4, $"{kernel.Key} reads four numbers at {Count(kernel.Value, "ld.global.v4.f32")} places");
            Assert.Contains("st.global.v4.f32", kernel.Value, StringComparison.Ordinal);
        });

        static int Count(string text, string word) => text.Split(word).Length - 1;
    }

    private void CompareDense(int inputs, int units, int batch) => Compare(GraphBuilder.Input(inputs).Dense(units).Add<Relu>().Dense(3).Build(), batch, card.Device);

    private static void Compare(LayerGraph graph, int batch, IlgpuDevice device)
    {
        var options = new NetworkOptions { MaxBatch = batch, Seed = 5, Threads = 1, InputGradients = true };
        using var expected = Network<float>.Compile(graph, Calls.MeanSquaredError, null, options);
        using var actual = Network<float>.Compile(graph, Calls.MeanSquaredError, null, options with { Device = device });
        var random = new CounterRandom(3, 4);
        float[] inputs = Numbers(batch * expected.InputLength), targets = Numbers(batch * expected.TargetLength);
        expected.Differentiate(inputs, targets, batch);
        actual.Differentiate(inputs, targets, batch);
        Close(expected.Gradients, actual.Gradients);
        float[] known = new float[inputs.Length], found = new float[inputs.Length];
        expected.CopyInputGradients(known);
        actual.CopyInputGradients(found);
        Close(known, found);

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var reach = 0.1f;
        foreach (var number in expected)
        {
            reach = Math.Max(reach, Math.Abs(number));
        }
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * reach, $"number {i} of {expected.Length} is {actual[i]:R}, not {expected[i]:R}");
        }
    }

    /// <summary>A library that multiplies as the schoolbook says.</summary>
    private sealed class PlainLibrary : ProductLibrary
    {
        public int Products { get; private set; }

        public override bool Wants(long rows, long columns, long depth) => true;

        protected override void Multiply(AcceleratorStream stream, PlainProduct p)
        {
            Products++;
            var accelerator = p.C.GetAccelerator();
            accelerator.Synchronize();
            float[] a = Read(p.A), b = Read(p.B), c = Read(p.C);
            for (var row = 0; row < p.Rows; row++)
            {
                for (var column = 0; column < p.Columns; column++)
                {
                    var sum = p.Kept ? c[(row * p.RowOfC) + column] : 0;
                    for (var step = 0; step < p.Depth; step++)
                    {
                        sum += a[p.TurnsA ? (step * p.RowOfA) + row : (row * p.RowOfA) + step] * b[(step * p.RowOfB) + column];
                    }
                    c[(row * p.RowOfC) + column] = sum;
                }
            }
            p.C.CopyFromCPU(accelerator.DefaultStream, ref c[0], c.Length);
            accelerator.Synchronize();
        }

        private static float[] Read(ArrayView<float> view)
        {
            var numbers = new float[view.Length];
            view.CopyToCPU(view.GetAccelerator().DefaultStream, ref numbers[0], numbers.Length);
            return numbers;
        }
    }
}
