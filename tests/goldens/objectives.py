#!/usr/bin/env python3
"""Writes objectives.json: what PyTorch's optimizers make of a small linear model in one step and in ten, its losses with
their gradients, its schedules, and metrics by their formulas. Each case is the line of a train block, so that the tests
read it as a user would write it.

Needs PyTorch (Debian: apt-get install python3-torch; run with /usr/bin/python3). The tests read only its result.
"""

import json
import pathlib

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
RANDOM = np.random.RandomState(20)


def numbers(*shape):
    """Normal numbers with few digits, so that the file stays readable."""
    return np.round(RANDOM.randn(*shape), 3)


def listed(array):
    return [float(value) for value in np.asarray(array, dtype=np.float64).ravel()]


# Optimizers: 5 samples of 3 inputs through y = Wx + b with 2 outputs and a mean squared error, in double precision.

INPUTS, TARGETS = numbers(5, 3), numbers(5, 2)
WEIGHT, BIAS = numbers(2, 3), numbers(2)


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Chen et al. 2023."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                m = state.setdefault("m", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= group["lr"] * (torch.sign(c) + group["weight_decay"] * p)
                state["m"] = beta2 * m + (1 - beta2) * p.grad


class NAdam(torch.optim.Optimizer):
    """torch.optim.NAdam as it is since PyTorch 2.0: 1.13 multiplies the product of the momenta by the last one twice."""

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, momentum_decay=4e-3):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(step=0, product=1.0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["step"] += 1
                step, grad = state["step"], p.grad + group["weight_decay"] * p
                mu, following = (beta1 * (1 - 0.5 * 0.96 ** (t * group["momentum_decay"])) for t in (step, step + 1))
                state["product"] *= mu
                state["m"] = beta1 * state["m"] + (1 - beta1) * grad
                state["v"] = beta2 * state["v"] + (1 - beta2) * grad * grad
                denom = (state["v"] / (1 - beta2 ** step)).sqrt() + group["eps"]
                p -= group["lr"] * (1 - mu) / (1 - state["product"]) * grad / denom
                p -= group["lr"] * following / (1 - state["product"] * following) * state["m"] / denom


def optimizer(line, rate, make, clip=None, limit=None, steps=10):
    weight, bias = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (WEIGHT, BIAS))
    step = make([weight, bias], rate)
    x, y = torch.tensor(INPUTS), torch.tensor(TARGETS)
    after = {}
    for i in range(1, steps + 1):
        step.zero_grad()
        loss = torch.nn.functional.mse_loss(x @ weight.T + bias, y)
        loss.backward()
        if clip:
            limit([weight, bias])
        step.step()
        after[i] = listed(weight.detach()) + listed(bias.detach())
    return {"line": line, "rate": rate, "clip": clip, "afterOne": after[1], "afterTen": after[steps]}


def optimizers():
    o = torch.optim
    return [
        optimizer("optimizer sgd", 0.1, lambda p, r: o.SGD(p, r)),
        optimizer("optimizer sgd weight_decay=0.1", 0.1, lambda p, r: o.SGD(p, r, weight_decay=0.1)),
        optimizer("optimizer sgd momentum=0.9", 0.1, lambda p, r: o.SGD(p, r, momentum=0.9)),
        optimizer("optimizer sgd momentum=0.9 dampening=0.3 weight_decay=0.1", 0.1, lambda p, r: o.SGD(p, r, momentum=0.9, dampening=0.3, weight_decay=0.1)),
        optimizer("optimizer sgd momentum=0.9 nesterov=true", 0.1, lambda p, r: o.SGD(p, r, momentum=0.9, nesterov=True)),
        optimizer("optimizer adagrad", 0.1, lambda p, r: o.Adagrad(p, r)),
        optimizer("optimizer adagrad lr_decay=0.2 weight_decay=0.1 initial_accumulator_value=0.5", 0.1, lambda p, r: o.Adagrad(p, r, lr_decay=0.2, weight_decay=0.1, initial_accumulator_value=0.5)),
        optimizer("optimizer adadelta", 1.0, lambda p, r: o.Adadelta(p, r)),
        optimizer("optimizer adadelta rho=0.7 eps=1e-4 weight_decay=0.1", 0.5, lambda p, r: o.Adadelta(p, r, rho=0.7, eps=1e-4, weight_decay=0.1)),
        optimizer("optimizer rmsprop", 0.01, lambda p, r: o.RMSprop(p, r)),
        optimizer("optimizer rmsprop momentum=0.9", 0.01, lambda p, r: o.RMSprop(p, r, momentum=0.9)),
        optimizer("optimizer rmsprop alpha=0.9 centered=true weight_decay=0.1", 0.01, lambda p, r: o.RMSprop(p, r, alpha=0.9, centered=True, weight_decay=0.1)),
        optimizer("optimizer rmsprop momentum=0.5 centered=true", 0.01, lambda p, r: o.RMSprop(p, r, momentum=0.5, centered=True)),
        optimizer("optimizer adam", 0.01, lambda p, r: o.Adam(p, r)),
        optimizer("optimizer adam beta1=0.8 beta2=0.99 eps=1e-4 weight_decay=0.1", 0.01, lambda p, r: o.Adam(p, r, (0.8, 0.99), 1e-4, 0.1)),
        optimizer("optimizer adamw", 0.01, lambda p, r: o.AdamW(p, r)),
        optimizer("optimizer adamw weight_decay=0.3", 0.01, lambda p, r: o.AdamW(p, r, weight_decay=0.3)),
        optimizer("optimizer nadam", 0.01, lambda p, r: NAdam(p, r)),
        optimizer("optimizer nadam momentum_decay=0.1 weight_decay=0.1", 0.01, lambda p, r: NAdam(p, r, weight_decay=0.1, momentum_decay=0.1)),
        optimizer("optimizer sgd momentum=0.5", 0.1, lambda p, r: o.SGD(p, r, momentum=0.5), "clip norm=0.7", lambda p: torch.nn.utils.clip_grad_norm_(p, 0.7)),
        optimizer("optimizer adam eps=1e-3", 0.01, lambda p, r: o.Adam(p, r, eps=1e-3), "clip value=0.2", lambda p: torch.nn.utils.clip_grad_value_(p, 0.2)),
        optimizer("optimizer lion", 0.01, lambda p, r: Lion(p, r)),
        optimizer("optimizer lion beta1=0.8 weight_decay=0.1", 0.01, lambda p, r: Lion(p, r, (0.8, 0.99), 0.1)),
    ]


# Losses: 4 samples with 3 outputs, in double precision; the mean and its gradient by the outputs.

OUTPUTS, VALUES = 2 * numbers(4, 3), numbers(4, 3)
CLASSES = np.array([2, 0, 1, 2])
ANSWERS = np.array([[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]], dtype=np.float64)
SHARES = np.round(np.exp(VALUES) / np.exp(VALUES).sum(1, keepdims=True), 3)
SHARES[0] = [0.25, 0.75, 0]


def loss(line, targets, compute):
    outputs = torch.tensor(OUTPUTS, requires_grad=True)
    value = compute(outputs, torch.tensor(targets))
    value.backward()
    return {"line": line, "targets": listed(targets), "value": value.item(), "gradient": listed(outputs.grad)}


def smoothed(answers, smoothing):
    return answers * (1 - smoothing) + smoothing / 2


def losses():
    f = torch.nn.functional
    weights = torch.tensor([1.0, 3.0, 0.5], dtype=torch.float64)
    pair = torch.tensor([0.5, 2.0], dtype=torch.float64)

    def weighted_bce(z, t, smoothing):
        # By hand, since PyTorch weighs yes alone: log σ(−z) is log(1 − σ(z)).
        y = smoothed(t, smoothing)
        return -(pair[1] * y * f.logsigmoid(z) + pair[0] * (1 - y) * f.logsigmoid(-z)).mean()

    return [
        loss("loss mean_squared_error", VALUES, f.mse_loss),
        loss("loss mean_absolute_error", VALUES, f.l1_loss),
        loss("loss huber", VALUES, f.huber_loss),
        loss("loss huber delta=2.5", VALUES, lambda z, t: f.huber_loss(z, t, delta=2.5)),
        loss("loss binary_cross_entropy", ANSWERS, f.binary_cross_entropy_with_logits),
        loss("loss binary_cross_entropy label_smoothing=10%", ANSWERS, lambda z, t: f.binary_cross_entropy_with_logits(z, smoothed(t, 0.1))),
        loss("loss binary_cross_entropy class_weights=[1, 2]", ANSWERS, lambda z, t: f.binary_cross_entropy_with_logits(z, t, pos_weight=torch.tensor(2.0))),
        loss("loss binary_cross_entropy label_smoothing=20% class_weights=[0.5, 2]", ANSWERS, lambda z, t: weighted_bce(z, t, 0.2)),
        loss("loss cross_entropy", CLASSES, f.cross_entropy),
        loss("loss cross_entropy label_smoothing=10%", CLASSES, lambda z, t: f.cross_entropy(z, t, label_smoothing=0.1)),
        # The mean is over samples, as in Keras; PyTorch's own mean divides by the weights.
        loss("loss cross_entropy class_weights=[1, 3, 0.5]", CLASSES, lambda z, t: f.cross_entropy(z, t, weights, reduction="none").mean()),
        loss("loss cross_entropy label_smoothing=20% class_weights=[1, 3, 0.5]", CLASSES, lambda z, t: f.cross_entropy(z, t, weights, reduction="none", label_smoothing=0.2).mean()),
        loss("loss kl_divergence", SHARES, lambda z, t: f.kl_div(f.log_softmax(z, 1), t, reduction="batchmean")),
        loss("loss hinge", ANSWERS, lambda z, t: torch.clamp(1 - (2 * t - 1) * z, min=0).mean()),
        loss("loss multiclass_hinge", CLASSES, f.multi_margin_loss),
        loss("loss cosine", VALUES, lambda z, t: f.cosine_embedding_loss(z, t, torch.ones(4))),
    ]


# Schedules: what each of 20 steps multiplies the rate by, an epoch being one step. PyTorch's plateau gets a figure behind every step.

FIGURES = [1.0, 0.8, 0.79, 0.795, 0.792, 0.79, 0.7, 0.7, 0.69995, 0.71, 0.7, 0.7, 0.7, 0.5, 0.6, 0.6, 0.6, 0.55, 0.52, 0.51]


def schedule(line, make, figures=False, rate=1.0):
    s = torch.optim.lr_scheduler
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler = make(s, optimizer)
    factors = []
    for i in range(20):
        factors.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if i < 19:
            scheduler.step(*([FIGURES[i]] if figures else []))
    return {"line": line, "figures": FIGURES if figures else [], "factors": factors}


def schedules():
    return [
        schedule("schedule step every=3 gamma=0.5", lambda s, o: s.StepLR(o, 3, 0.5)),
        schedule("schedule exponential gamma=0.8", lambda s, o: s.ExponentialLR(o, 0.8)),
        schedule("schedule linear", lambda s, o: s.LinearLR(o, 1.0, 0.0, 20)),
        schedule("schedule linear start=30% end=60%", lambda s, o: s.LinearLR(o, 0.3, 0.6, 20)),
        schedule("schedule cosine", lambda s, o: s.CosineAnnealingLR(o, 20)),
        schedule("schedule cosine min=10%", lambda s, o: s.CosineAnnealingLR(o, 20, eta_min=0.1)),
        schedule("schedule cosine every=5", lambda s, o: s.CosineAnnealingWarmRestarts(o, 5)),
        schedule("schedule cosine every=3 lengthen=2 min=5%", lambda s, o: s.CosineAnnealingWarmRestarts(o, 3, 2, eta_min=0.05)),
        schedule("schedule one_cycle", lambda s, o: s.OneCycleLR(o, 1.0, 20, cycle_momentum=False)),
        schedule("schedule one_cycle rise=40% div_factor=10 final_div_factor=100", lambda s, o: s.OneCycleLR(o, 1.0, 20, pct_start=0.4, div_factor=10, final_div_factor=100, cycle_momentum=False)),
        schedule("schedule plateau patience=2 factor=0.5 monitor=loss", lambda s, o: s.ReduceLROnPlateau(o, patience=2, factor=0.5, eps=0), True),
        schedule("schedule plateau patience=0 factor=0.3 threshold=0.01 cooldown=2 min=1% monitor=loss", lambda s, o: s.ReduceLROnPlateau(o, patience=0, factor=0.3, threshold=0.01, cooldown=2, min_lr=0.01, eps=0), True),
        schedule("schedule constant", lambda s, o: s.ConstantLR(o, 1.0)),
        # A warm-up of 4 steps: 1/5 … 4/5, then the schedule over the 16 steps that are left.
        {"line": "schedule constant warmup=20%", "figures": [], "factors": [0.2, 0.4, 0.6, 0.8] + [1.0] * 16},
        {"line": "schedule cosine warmup=20%", "figures": [], "factors": [0.2, 0.4, 0.6, 0.8] + [(1 + np.cos(np.pi * t / 16)) / 2 for t in range(16)]},
    ]


# Metrics: by their formulas, on classes, on one yes-or-no output with equal scores, on several, and on numbers.

SCORES = np.float32(np.round(np.exp(2 * RANDOM.randn(12, 4)), 2))
SCORES = np.float32(SCORES / SCORES.sum(1, keepdims=True))
TRUTH = np.array([0, 1, 2, 0, 1, 2, 0, 0, 1, 2, 2, 0])
YES = np.float32(np.round(RANDOM.rand(14, 1), 1))
IS = np.float32(RANDOM.rand(14, 1) < 0.4)
SEVERAL = np.float32(np.round(RANDOM.rand(10, 3), 2))
ARE = np.float32(RANDOM.rand(10, 3) < 0.5)
GUESSED, MEASURED = np.float32(numbers(6, 2)), np.float32(numbers(6, 2))


def counts(predicted, truth):
    """Right, wrongly taken, missed of each column of yes and no."""
    return np.stack([(predicted & truth).sum(0), (predicted & ~truth).sum(0), (~predicted & truth).sum(0)]).astype(float)


def precision(c):
    return c[0] / max(c[0] + c[1], 1e-300)


def recall(c):
    return c[0] / max(c[0] + c[2], 1e-300)


def f1(c):
    return 2 * c[0] / max(2 * c[0] + c[1] + c[2], 1e-300)


def averaged(ratio, c, average):
    return ratio(c.sum(1)) if average == "micro" else np.mean([ratio(column) for column in c.T if column.any()])


def area(scores, truth):
    """Over all pairs of a sample that is and one that is not, equal scores counting half."""
    yes, no = scores[truth][:, None].astype(float), scores[~truth][None, :].astype(float)
    return ((yes > no) + 0.5 * (yes == no)).mean()


def metric(name, line, outputs, targets, value):
    return {"name": name, "line": line, "count": len(outputs), "outputs": listed(outputs), "targets": listed(targets), "value": float(value)}


def metrics():
    onehot = lambda c: np.eye(4, dtype=bool)[c]
    choices = counts(onehot(SCORES.argmax(1)), onehot(TRUTH))
    single, several = counts(YES > 0.5, IS > 0.5), counts(SEVERAL > 0.5, ARE > 0.5)
    order = np.argsort(-SCORES, 1, kind="stable")
    error = GUESSED.astype(float) - MEASURED.astype(float)
    result = [
        metric("accuracy", "metrics accuracy", SCORES, TRUTH, (SCORES.argmax(1) == TRUTH).mean()),
        metric("accuracy of answers", "metrics accuracy", SEVERAL, ARE, ((SEVERAL > 0.5) == (ARE > 0.5)).mean()),
        metric("top 2", "metrics top_k 2", SCORES, TRUTH, (order[:, :2] == TRUTH[:, None]).any(1).mean()),
        metric("top 5 of 4", "metrics top_k", SCORES, TRUTH, 1),
        metric("auc of one output", "metrics auc", YES, IS, area(YES[:, 0], IS[:, 0] > 0.5)),
        metric("auc of several outputs", "metrics auc", SEVERAL, ARE, np.mean([area(SEVERAL[:, i], ARE[:, i] > 0.5) for i in range(3)])),
        # Class 3 has no sample, so it has no curve.
        metric("auc of classes", "metrics auc", SCORES, TRUTH, np.mean([area(SCORES[:, c], TRUTH == c) for c in range(3)])),
        metric("perplexity", "metrics perplexity", SCORES, TRUTH, np.exp(-np.log(SCORES.astype(float)[np.arange(12), TRUTH]).mean())),
        metric("mae", "metrics mae", GUESSED, MEASURED, np.abs(error).mean()),
        metric("rmse", "metrics rmse", GUESSED, MEASURED, np.sqrt((error ** 2).mean())),
        metric("r2", "metrics r2", GUESSED, MEASURED, 1 - (error ** 2).sum() / ((MEASURED - MEASURED.astype(float).mean(0)) ** 2).sum()),
    ]
    for name, ratio in (("precision", precision), ("recall", recall), ("f1", f1)):
        for average in ("macro", "micro"):
            result += [
                metric(f"{name} of classes, {average}", f"metrics {name} {average}", SCORES, TRUTH, averaged(ratio, choices, average)),
                metric(f"{name} of one output, {average}", f"metrics {name} {average}", YES, IS, averaged(ratio, single, average)),
                metric(f"{name} of several outputs, {average}", f"metrics {name} average={average}", SEVERAL, ARE, averaged(ratio, several, average)),
            ]
    return result


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(1)
    result = {
        "torch": torch.__version__,
        "linear": {"inputs": listed(INPUTS), "targets": listed(TARGETS), "parameters": listed(WEIGHT) + listed(BIAS)},
        "optimizers": optimizers(),
        "outputs": listed(OUTPUTS),
        "losses": losses(),
        "schedules": schedules(),
        "metrics": metrics(),
    }
    (HERE / "objectives.json").write_text(json.dumps(result, indent=1) + "\n")
