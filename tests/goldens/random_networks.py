#!/usr/bin/env python3
"""Draws small networks at random and writes the losses of ten training steps of each, so that layers, losses and optimizers are
compared with PyTorch in combinations that nobody thought of. Run with PyTorch: /usr/bin/python3 random_networks.py [COUNT] [SEED] [FILE]"""

import json
import pathlib
import random
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import Lcg, numbers as numbers_of
from networks import STEPS, fill
from objectives import NAdam
from rotary import HeadAttention

FILE = pathlib.Path(__file__).parent / "random-networks.json"


class Misfit(Exception):
    """What was drawn does not fit the shape, so something else is drawn."""


class Layer(nn.Module):
    """A module made of a function, and of one weight where the layer learns, under the name that it has in the language."""

    def __init__(self, function, shape=None):
        super().__init__()
        self.function = function
        if shape:
            self.weight = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        return self.function(x, *self.parameters())


class Join(nn.Module):
    """Several paths from one input, joined."""

    def __init__(self, join, axis, paths):
        super().__init__()
        self.paths, self.join, self.axis = nn.ModuleList(paths), join, axis

    def forward(self, x):
        ys = [path(x) for path in self.paths]
        return torch.cat(ys, self.axis) if self.join == "concat" else sum(ys) if self.join == "add" else ys[0] * ys[1]


class Recurrent(nn.Module):
    def __init__(self, module, sequences):
        super().__init__()
        self.module, self.sequences = module, sequences

    def forward(self, x):
        every, state = self.module(x)
        if self.sequences:
            return every
        state = state[0] if isinstance(state, tuple) else state
        last = state.view(self.module.num_layers, -1, x.shape[0], self.module.hidden_size)[-1]
        return torch.cat(list(last), 1)


class Attention(nn.Module):
    def __init__(self, features, heads, causal, bias):
        super().__init__()
        self.module, self.causal = nn.MultiheadAttention(features, heads, batch_first=True, bias=bias), causal

    def forward(self, x):
        mask = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1) if self.causal else None
        return self.module(x, x, x, attn_mask=mask, need_weights=False)[0]


class Drawer:
    """Draws lines and modules, and keeps the shape: vectors [f], sequences [t, f], maps [c, …] of one to three axes."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.maps = False

    def pick(self, *items):
        return self.random.choice(items)

    def flag(self, name, default):
        value = self.random.random() < 0.5
        return value, "" if value == default else f" {name}={str(value).lower()}"

    def activation(self):
        slope = self.pick(0.01, 0.2)
        return self.pick(
            ("relu", nn.ReLU()), ("tanh", nn.Tanh()), ("sigmoid", nn.Sigmoid()), ("gelu", nn.GELU()), ("silu", nn.SiLU()), ("elu", nn.ELU()), ("selu", nn.SELU()),
            ("mish", nn.Mish()), ("softplus", nn.Softplus()), ("softsign", nn.Softsign()), ("hardswish", nn.Hardswish()), ("hardtanh", nn.Hardtanh()), ("relu6", nn.ReLU6()),
            ("hardsigmoid", nn.Hardsigmoid()), (f"leaky_relu {slope}", nn.LeakyReLU(slope)))

    # A layer on shape: its lines, its module, what it gives.
    def layer(self, shape, depth=0):
        kinds = (self.dense, self.vector_norm, self.act) if len(shape) == 1 else (self.dense, self.sequence_norm, self.act, self.recurrent, self.attention)
        if self.is_maps(shape):
            kinds = (self.conv, self.conv, self.depthwise, self.transposed, self.pool, self.map_norm, self.act, self.spatial)
        if depth < 2:
            kinds += (self.residual, self.join)
        for _ in range(30):
            try:
                lines, module = self.random.choice(kinds)(shape, depth)
                with torch.no_grad():
                    given = module.double()(torch.rand((2, *shape), dtype=torch.float64)).shape[1:]
                if given.numel() > 3000 or given.numel() < 1 or (self.is_maps(given) and given.numel() < given[0] * 4):
                    continue
                return lines, module, tuple(given)
            except (Misfit, RuntimeError, ValueError):
                continue
        return self.act(shape, depth) + (shape,)

    def is_maps(self, shape):
        return self.maps and len(shape) > 1

    @staticmethod
    def of_rank(name, shape):
        """PyTorch's module for as many axes as the maps have."""
        return getattr(nn, f"{name}{len(shape) - 1}d")

    def act(self, shape, _):
        if self.random.random() < 0.1:
            return ["prelu"], nn.PReLU()
        line, module = self.activation()
        return [line], module

    def dense(self, shape, _):
        units = self.pick(3, 5, 8, 16, 17)
        bias, text = self.flag("bias", True)
        return [f"dense {units}{text}"], nn.Linear(shape[-1], units, bias=bias)

    def vector_norm(self, shape, _):
        return self.pick((["batchnorm"], nn.BatchNorm1d(shape[0])), (["layernorm"], nn.LayerNorm(shape[0])), ([f"scale"], Layer(lambda x, w: x * w, (shape[0],))))

    def sequence_norm(self, shape, _):
        features = shape[1]
        return self.pick((["layernorm"], nn.LayerNorm(features)),
            (["rmsnorm"], Layer(lambda x, w: x * w / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6), (features,))),
            (["position learned"], Layer(lambda x, w: x + w, tuple(shape))))

    def recurrent(self, shape, _):
        word, make = self.pick(("lstm", nn.LSTM), ("gru", nn.GRU), ("rnn", nn.RNN))
        units, layers = self.pick(3, 6, 9), self.pick(1, 1, 2)
        both, both_text = self.flag("bidirectional", False)
        every, every_text = self.flag("return_sequences", False)
        return [f"{word} {units}{f' layers={layers}' if layers > 1 else ''}{both_text}{every_text}"], Recurrent(make(shape[1], units, layers, batch_first=True, bidirectional=both), every)

    def attention(self, shape, _):
        if shape[0] > 1 and self.random.random() < 0.5:
            return self.head_attention(shape)
        heads = self.pick(1, 2, 3, 4)
        if shape[1] % heads or shape[0] < 2:
            raise Misfit
        causal = self.pick(True, False)
        bias, text = self.flag("bias", True)
        return [f"attention heads={heads}{' mask=causal' if causal else ''}{text}"], Attention(shape[1], heads, causal, bias)

    # Shared keys and values, heads of any width, rotary positions.
    def head_attention(self, shape):
        keys, sharing, width, rotary = self.pick(1, 2, 3), self.pick(1, 2, 3), self.pick(None, 2, 4, 5, 6), self.pick(None, 100, 10000)
        heads = keys * sharing
        if (not width and shape[1] % heads) or (rotary and (width or shape[1] // heads) % 2):
            raise Misfit
        causal = self.pick(True, False)
        window = self.pick(None, 1, 2, 3, 5) if causal else None
        (bias, text), (out_bias, out_text) = self.flag("bias", True), self.flag("out_bias", True)
        words = [f" kv_heads={keys}" if sharing > 1 else "", f" head_dim={width}" if width else "", f" rotary={rotary}" if rotary else "", " mask=causal" if causal else "", f" window={window}" if window else "", text, out_text]
        return [f"attention heads={heads}{''.join(words)}"], HeadAttention(shape[1], heads, keys, width, rotary, causal, bias, out_bias, window=window)

    def conv(self, shape, _):
        groups = self.pick(1, 1, 1, 2, 3)
        filters, kernel, stride, dilation = groups * self.pick(1, 2, 4, 5), self.pick(1, 2, 3, 3, 5), self.pick(1, 1, 1, 2, 3), self.pick(1, 1, 1, 2)
        if shape[0] % groups:
            raise Misfit
        padding = self.pick(0, 1, 2)
        bias, text = self.flag("bias", True)
        make = self.of_rank("Conv", shape)
        if len(shape) == 3 and self.random.random() < 0.2:
            tall, wide = self.pick(1, 3), self.pick(2, 5)
            return [f"conv {filters} kernel=[{tall}, {wide}] stride={stride} padding=[0, {padding}]{text}"], nn.Conv2d(shape[0], filters, (tall, wide), stride, (0, padding), bias=bias)
        line = f"conv {filters} kernel={kernel} stride={stride} padding={padding} dilation={dilation} groups={groups}{text}"
        return [line], make(shape[0], filters, kernel, stride, padding, dilation, groups, bias)

    def depthwise(self, shape, _):
        kernel, stride, padding, multiplier = self.pick(2, 3, 5), self.pick(1, 1, 2), self.pick(0, 1, 2), self.pick(1, 1, 2)
        bias, text = self.flag("bias", True)
        return [f"depthwise kernel={kernel} stride={stride} padding={padding} multiplier={multiplier}{text}"], self.of_rank("Conv", shape)(shape[0], shape[0] * multiplier, kernel, stride, padding, groups=shape[0], bias=bias)

    def transposed(self, shape, _):
        filters, kernel, stride, padding, dilation = self.pick(2, 3, 6), self.pick(1, 2, 3, 4), self.pick(1, 2, 2), self.pick(0, 1), self.pick(1, 1, 2)
        more = self.pick(0, 1) if stride > 1 else 0
        bias, text = self.flag("bias", True)
        return [f"convtranspose {filters} kernel={kernel} stride={stride} padding={padding} output_padding={more} dilation={dilation}{text}"], self.of_rank("ConvTranspose", shape)(shape[0], filters, kernel, stride, padding, more, bias=bias, dilation=dilation)

    def pool(self, shape, _):
        kernel, stride, ceil = self.pick(2, 3), self.pick(1, 2, 3), self.pick(True, False)
        padding = self.pick(0, 0, 1)
        rest = f"{kernel} stride={stride} padding={padding}{' ceil=true' if ceil else ''}"
        counts = self.pick(True, False)
        return self.pick(
            ([f"maxpool {rest}"], self.of_rank("MaxPool", shape)(kernel, stride, padding, ceil_mode=ceil)),
            ([f"avgpool {rest}{'' if counts else ' count_include_pad=false'}"], self.of_rank("AvgPool", shape)(kernel, stride, padding, ceil_mode=ceil, count_include_pad=counts)),
            ([f"adaptiveavgpool {kernel}"], self.of_rank("AdaptiveAvgPool", shape)(kernel)), ([f"adaptivemaxpool {kernel}"], self.of_rank("AdaptiveMaxPool", shape)(kernel)))

    def map_norm(self, shape, _):
        groups = self.pick(1, 2, 3)
        if shape[0] % groups:
            raise Misfit
        return self.pick(*[(["batchnorm"], self.of_rank("BatchNorm", shape)(shape[0]))] * 2, ([f"groupnorm {groups}"], nn.GroupNorm(groups, shape[0])),
            (["instancenorm affine=true"], self.of_rank("InstanceNorm", shape)(shape[0], affine=True)), (["lrn 3 alpha=0.1"], nn.LocalResponseNorm(3, alpha=0.1)), (["layernorm"], nn.LayerNorm(shape)))

    def spatial(self, shape, _):
        size = self.pick(1, 2)
        gated = (["glu"], nn.GLU(1)) if shape[0] % 2 == 0 else (["relu"], nn.ReLU())
        if len(shape) != 3:
            return self.pick(gated, ([f"upsample {size + 1}"], nn.Upsample(scale_factor=size + 1)), (["scale"], Layer(lambda x, w: x * w.view(-1, *[1] * (x.dim() - 2)), (shape[0],))))
        return self.pick(
            ([f"upsample {size + 1}"], nn.Upsample(scale_factor=size + 1)), (["upsample 2 mode=bilinear"], nn.Upsample(scale_factor=2, mode="bilinear")),
            ([f"pad {size} mode=reflect"], nn.ReflectionPad2d(size)), ([f"pad {size} mode=replicate"], nn.ReplicationPad2d(size)), ([f"pad before={size} value=0.5"], nn.ConstantPad2d((size, 0, size, 0), 0.5)),
            ([f"crop {size}"], Layer(lambda x: x[:, :, size:-size, size:-size])), (["subsample 2"], Layer(lambda x: x[:, :, ::2, ::2])),
            ([f"scale"], Layer(lambda x, w: x * w.view(-1, 1, 1), (shape[0],))), (["permute [1, 3, 2]"], Layer(lambda x: x.transpose(2, 3))),
            gated)

    def path(self, shape, depth):
        lines, modules = [], []
        for _ in range(self.pick(1, 2, 3)):
            more, module, shape = self.layer(shape, depth)
            lines += more
            modules.append(module)
        return lines, nn.Sequential(*modules), shape

    # Only what keeps the shape can be added to its input; dense and 1×1 convolutions bring it back.
    def back(self, shape, wanted):
        if len(shape) != len(wanted) or (shape[1:] != wanted[1:] if self.is_maps(shape) else shape[:-1] != wanted[:-1]):
            raise Misfit
        if shape == wanted:
            return [], nn.Identity()
        return ([f"conv {wanted[0]} kernel=1"], self.of_rank("Conv", shape)(shape[0], wanted[0], 1)) if self.is_maps(shape) else ([f"dense {wanted[-1]}"], nn.Linear(shape[-1], wanted[-1]))

    def residual(self, shape, depth):
        lines, module, given = self.path(shape, depth + 1)
        more, back = self.back(given, shape)
        return [f"residual {{", *lines, *more, "}"], Join("add", 1, [nn.Identity(), nn.Sequential(module, back)])

    def join(self, shape, depth):
        word = self.pick("add", "concat", "multiply")
        one, first, shape1 = self.path(shape, depth + 1)
        two, second, shape2 = self.path(shape, depth + 1)
        if len(shape1) != len(shape) or len(shape2) != len(shape):
            raise Misfit
        if word == "concat":
            if (shape1[1:] != shape2[1:] if self.is_maps(shape) else shape1[:-1] != shape2[:-1]):
                raise Misfit
        else:
            more, back = self.back(shape2, shape1)
            two, second = two + more, nn.Sequential(second, back)
        return [f"{word} {{", "path {", *one, "}", "path {", *two, "}", "}"], Join(word, 1 if self.is_maps(shape) else -1, [first, second])

    def model(self):
        kind = self.pick("vector", "maps", "maps", "maps", "sequence", "sequence", "tokens")
        tokens = 0
        lines, modules = [], []
        if kind == "vector":
            shape = (self.pick(1, 3, 7, 12),)
            lines.append(f"input {shape[0]}")
        elif kind == "maps":
            self.maps = True
            sides = self.pick((self.pick(9, 16, 21),), *[(self.pick(5, 8, 11), self.pick(6, 8, 9))] * 3, (4, self.pick(3, 5), 5))
            shape = (self.pick(1, 2, 3, 4), *sides)
            lines.append("input " + "x".join(map(str, shape)))
        elif kind == "sequence":
            shape = (self.pick(3, 7, 10), self.pick(1, 4, 6))
            lines.append(f"input [time={shape[0]}, {shape[1]}]")
        else:
            tokens, places, features = self.pick(5, 12), self.pick(4, 9), self.pick(4, 6)
            lines += [f"input [seq={places}] domain=tokens({tokens})", f"embedding {tokens} {features}"]
            modules.append(nn.Embedding(tokens, features))
            shape = (places, features)
        given = (lines[0], (shape[0],) if tokens else shape)
        for _ in range(self.pick(2, 4, 6)):
            more, module, shape = self.layer(shape)
            lines += more
            modules.append(module)
        every = len(shape) == 2 and not self.maps and self.random.random() < 0.3
        if len(shape) > 1 and not every:
            if self.maps and self.random.random() < 0.4:
                lines.append("globalavgpool")
                modules.append(Layer(lambda x: x.flatten(2).mean(2)))
                shape = (shape[0],)
            elif not self.maps and self.random.random() < 0.6:
                place = self.pick("first", "last")
                lines.append(f"select {place}")
                modules.append(Layer(lambda x: x[:, 0 if place == "first" else -1]))
                shape = (shape[1],)
            else:
                lines.append("flatten")
                modules.append(nn.Flatten())
                shape = (int(torch.tensor(shape).prod()),)
        loss = self.loss(shape, every)
        lines.append(f"dense {loss['units']}")
        modules.append(nn.Linear(shape[-1], loss["units"]))
        return lines, nn.Sequential(*modules), given[1], tokens, shape[:-1] if every else (), loss

    # What a network answers is what its loss makes of its last line: probabilities where it computes them.
    def loss(self, shape, every):
        units, classes = self.pick(1, 2, 4), self.pick(2, 3, 5)
        smoothing = self.pick(0.0, 0.1)
        swap = (lambda x: x.transpose(1, 2)) if every else (lambda x: x)
        picked = self.pick("cross_entropy", "cross_entropy", "binary", "mean_squared_error", "mean_absolute_error", "huber", *([] if every else ["multiclass_hinge", "cosine"]))
        if picked == "cross_entropy":
            return {"line": f"loss cross_entropy{' label_smoothing=10%' if smoothing else ''}", "units": classes, "classes": classes, "answer": lambda x: x.softmax(-1), "loss": lambda x, y: F.cross_entropy(swap(x), y, label_smoothing=smoothing)}
        if picked == "multiclass_hinge":
            return {"line": "loss multiclass_hinge", "units": classes, "classes": classes, "answer": lambda x: x, "loss": F.multi_margin_loss}
        if picked == "binary":
            return {"line": "loss binary_cross_entropy", "units": units, "classes": 0, "answer": torch.sigmoid, "loss": F.binary_cross_entropy_with_logits}
        if picked == "huber":
            return {"line": "loss huber delta=0.3", "units": units, "classes": 0, "answer": lambda x: x, "loss": lambda x, y: F.huber_loss(x, y, delta=0.3)}
        if picked == "cosine":
            return {"line": "loss cosine", "units": classes, "classes": 0, "answer": lambda x: x, "loss": lambda x, y: (1 - F.cosine_similarity(x, y)).mean()}
        return {"line": f"loss {picked}", "units": units, "classes": 0, "answer": lambda x: x, "loss": F.mse_loss if picked == "mean_squared_error" else F.l1_loss}

    def optimizer(self):
        decay = self.pick(0, 0, 0.01)
        tail = f" weight_decay={decay}" if decay else ""
        return self.pick(
            (f"optimizer sgd lr=0.01{tail}", lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=decay)),
            (f"optimizer sgd lr=0.005 momentum=0.9 nesterov=true{tail}", lambda p: torch.optim.SGD(p, lr=0.005, momentum=0.9, nesterov=True, weight_decay=decay)),
            (f"optimizer adam lr=0.003{tail}", lambda p: torch.optim.Adam(p, lr=0.003, weight_decay=decay, eps=1e-8)),
            ("optimizer adamw lr=0.003 weight_decay=0.1", lambda p: torch.optim.AdamW(p, lr=0.003, weight_decay=0.1)),
            (f"optimizer nadam lr=0.003{tail}", lambda p: NAdam(p, 0.003, weight_decay=decay)),
            (f"optimizer rmsprop lr=0.001 momentum=0.5{tail}", lambda p: torch.optim.RMSprop(p, lr=0.001, momentum=0.5, weight_decay=decay)),
            (f"optimizer adagrad lr=0.01{tail}", lambda p: torch.optim.Adagrad(p, lr=0.01, weight_decay=decay)),
            (f"optimizer adadelta lr=1{tail}", lambda p: torch.optim.Adadelta(p, lr=1.0, weight_decay=decay)))


def draw(seed):
    """One network and the losses of its steps, or None where it has no gradient to speak of."""
    drawer = Drawer(seed)
    torch.manual_seed(seed)
    lines, module, shape, tokens, places, loss = drawer.model()
    optimizer_line, optimizer = drawer.optimizer()
    batch = drawer.pick(3, 5, 8, 13, 16, 17)
    module = module.double().train()
    # Drawing has shown it batches.
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.reset_running_stats()
    numbers = Lcg(seed)
    fill(module, numbers)
    step = optimizer(module.parameters())
    batches = []
    for _ in range(2):
        x = numbers.tensor((batch, *shape), 0.0, 1.0)
        x = torch.floor(x * tokens).long() if tokens else x
        y = numbers.tensor((batch, *places, *(() if loss["classes"] else (loss["units"],))), 0.0, 1.0)
        y = torch.floor(y * loss["classes"]).long() if loss["classes"] else y
        batches.append((x, y))
    losses = []
    for i in range(STEPS):
        x, y = batches[i % 2]
        step.zero_grad()
        value = loss["loss"](module(x), y)
        value.backward()
        step.step()
        losses.append(float(f"{value.item():.9g}"))
    if not all(0 < value < 1e3 for value in losses):
        return None
    answer = module.eval()(batches[0][0])[:1]
    model = "model Random {\n" + "\n".join(lines) + "\n}\n"
    return {"model": model, "loss": loss["line"], "optimizer": optimizer_line, "batch": batch, "seed": seed,
            "parameters": sum(p.numel() for p in module.parameters()), "classes": loss["classes"], "tokens": tokens, "losses": losses, "outputs": numbers_of(loss["answer"](answer))}


if __name__ == "__main__":
    torch.set_num_threads(1)
    count, first = (int(sys.argv[1]) if len(sys.argv) > 1 else 60), (int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    drawn = [network for network in map(draw, range(first, first + count)) if network]
    file = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else FILE
    file.write_text("[\n" + ",\n".join(json.dumps(network, separators=(",", ":"), ensure_ascii=False) for network in drawn) + "\n]\n")
    print(len(drawn), "of", count, "networks")
