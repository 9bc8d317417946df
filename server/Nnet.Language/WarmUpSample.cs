namespace Nnet.Language;

/// <summary>Texts that have the runtime load and compile what analysing others will need.</summary>
public static class WarmUpSample
{
    /// <summary>What most texts say.</summary>
    public const string Usual = """
        # numbers
        data table {
          playground spiral samples=500 noise=10%
          split train=80% validation=10% test=10%
        }
        model Net {
          input 1x28x28
          conv 6 kernel=5 padding=2 activation=relu
          maxpool 2
          flatten
          dense 120 activation=relu
          dense 10
        }
        train Net on table {
          loss cross_entropy
          optimizer adam lr=1e-3
          batch 64
          epochs 30
          metrics accuracy
        }
        """;

    /// <summary>Every rule of the grammar and every part of the binder.</summary>
    public const string Text = """
        # every kind of line
        use "other.nnet"
        let n = (2 + 3) * 4 - 6 / 2 // 1 % 5 ^ 2
        let flag = n > 3 and n < 40 or not_known == 2
        data table {
          csv "table.csv" header=auto target=[a, "b"] classes=[x, y]
          features [x1, x1*x2, sin(x2), -x1 + 2]
          split train=80% validation=10% test=10% seed=42 stratify=true
          normalize standard
        }
        block Basic(ch, stride=1) {
          add {
            path { conv ch kernel=3 stride=stride; batchnorm; relu }
            path when stride > 1 or in.channels != ch { conv ch kernel=1 }
          }
        }
        model Net {
          input 1x28x28
          first: conv 6 kernel=[5, 5] padding=2 activation=tanh bias=false
          batchnorm
          avgpool 2; relu
          repeat 2 dense (min(n, 3)) activation=relu
          repeat 2 { dropout 20% }
          flatten
          dense 10 -1
          dense
        }
        train Net on table {
          loss cross_entropy
          optimizer sgd lr=1e-2 momentum=0.9 weight_decay=1e-4
          schedule step every=10 gamma=0.5
          metrics accuracy confusion
          batch 64
          epochs 30
          early_stopping monitor=val_loss patience=5deg
        }
        train Nett on tabel { loss
        """;
}
