namespace Nnet.Language.Tests;

/// <summary>Texts that several tests use.</summary>
internal static class Samples
{
    public const string LeNet = """
        # LeNet-5 (LeCun 1998, padded for 28x28): 61,706 parameters
        data digits {
          idx "t10k-images-idx3-ubyte.gz" labels="t10k-labels-idx1-ubyte.gz"
          split train=80% validation=10% test=10% seed=42 stratify=true
          normalize standard
        }

        model LeNet5 {
          input 1x28x28
          conv 6 kernel=5 padding=2 activation=tanh
          avgpool 2
          conv 16 kernel=5 activation=tanh
          avgpool 2
          flatten
          dense 120 activation=tanh
          dense 84 activation=tanh
          dense 10
        }

        train LeNet5 on digits {
          loss cross_entropy
          optimizer sgd lr=0.05 momentum=0.9 weight_decay=1e-4
          schedule step every=10 gamma=0.5
          batch 64
          epochs 30
          metrics accuracy confusion
          early_stopping monitor=val_loss patience=5 restore_best_weights=true
        }

        """;

    public const string Spirals = """
        # TensorFlow Playground
        data spirals {
          playground spiral samples=500 noise=10%
          features [x1, x2, x1*x1, x2*x2, x1*x2, sin(x1), sin(x2)]
          split train=50% test=50% seed=3
        }
        model Mlp { input 7; dense 8 activation=tanh; dense 8 activation=tanh; dense 1 activation=sigmoid }
        train Mlp on spirals { loss binary_cross_entropy; optimizer adam lr=0.01; batch 10; epochs 200 }

        """;

    public const string ResNet = """
        block Basic(ch, stride=1) {                 # ResNet-18: 11,689,512
          add {
            path {
              conv ch kernel=3 stride=stride padding=1 bias=false
              batchnorm; relu
              conv ch kernel=3 padding=1 bias=false
              batchnorm
            }
            path when stride > 1 or in.channels != ch {
              conv ch kernel=1 stride=stride bias=false
              batchnorm
            }
          }
          relu
        }
        model ResNet18 {
          input 3x224x224
          conv 64 kernel=7 stride=2 padding=3 bias=false
          batchnorm; relu
          maxpool 3 stride=2 padding=1
          repeat 2 Basic 64
          Basic 128 stride=2; Basic 128
          Basic 256 stride=2; Basic 256
          Basic 512 stride=2; Basic 512
          globalavgpool
          dense 1000
        }

        """;

    public const string Gpt = """
        block Decoder(d, heads) {                   # GPT-2: 124,439,808
          residual { layernorm; attention heads=heads mask=causal }
          residual { layernorm; dense (4*d) activation=gelu; dense d }
        }
        model Gpt2 {
          let d = 768
          input tokens [seq=1024] domain=tokens(50257)
          wte: embedding 50257 d
          position learned
          dropout 10%
          repeat 12 Decoder d 12
          layernorm
          dense 50257 tie=wte bias=false
        }

        """;

    /// <summary>The examples that users begin with.</summary>
    public static IEnumerable<string> Examples => Directory.EnumerateFiles(Path.Combine(Check.Root, "examples"), "*.nnet").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    /// <summary>The samples of the language's design.</summary>
    public static IEnumerable<string> Language => [LeNet, Spirals, ResNet, Gpt];
}
