// node tests/findings/data.mjs writes the tables of this folder again, the same ones each time.
import { writeFileSync } from 'node:fs';

// Park and Miller's generator, which every language can have.
let state = 1;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
const between = (low, high) => low + (high - low) * random();
const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
const round = (value) => Number(value.toFixed(4));

function write(name, header, rows) {
  const lines = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? round(cell) : cell)).join(','),
  );
  writeFileSync(new URL(`data/${name}.csv`, import.meta.url), lines.join('\n') + '\n');
}

const range = (count) => Array.from({ length: count }, (_, i) => i);

// Flats: floor space in m², rooms, kilometres to the centre, and a price in thousands that follows from them.
function flats(count, unit) {
  return range(count).map(() => {
    const [space, rooms, distance] = [between(20, 180), Math.floor(between(1, 6)), between(0, 25)];
    return [space, rooms, distance, unit * (60 + 4 * space + 15 * rooms - 6 * distance + 12 * normal())];
  });
}
write('flats', ['space', 'rooms', 'distance', 'price'], flats(300, 0.01));
write('flats-in-euros', ['space', 'rooms', 'distance', 'price'], flats(300, 1000));
write(
  'kelvin',
  ['hour', 'cloud', 'heat'],
  range(300).map(() => {
    const [hour, cloud] = [between(0, 24), random()];
    return [hour, cloud, 288 + 6 * Math.sin((hour - 9) / 3.8) - 3 * cloud + 0.3 * normal()];
  }),
);

// Two kinds of banknotes by five measures; kind follows from them with little noise.
function notes(
  count,
  kind = (measures) => (measures[0] + 0.8 * measures[1] * measures[2] - 0.5 * measures[3] + 0.2 * normal() > 0 ? 1 : 0),
) {
  return range(count).map(() => {
    const measures = range(5).map(normal);
    return [...measures, kind(measures)];
  });
}
const measures = ['m1', 'm2', 'm3', 'm4', 'm5'];
const known = notes(300);
write('notes', [...measures, 'kind'], known);
write(
  'notes-shuffled',
  [...measures, 'kind'],
  known.map((row) => [...row.slice(0, 5), known[Math.floor(random() * known.length)][5]]),
);
write(
  'notes-sorted',
  [...measures, 'kind'],
  known.toSorted((a, b) => a[5] - b[5]),
);
write(
  'notes-all-genuine',
  [...measures, 'kind'],
  notes(200, () => 1),
);
write(
  'notes-rare',
  [...measures, 'kind'],
  notes(600, (row) => (row[0] + row[1] + 1.3 * normal() > 4.2 ? 1 : 0)),
);
write(
  'notes-numbered',
  ['m1', 'm2', 'm3', 'm4', 'm5', 'kind', 'shelf'],
  known.map((row) => [...row, Math.floor(random() * 2)]),
);
write(
  'notes-few',
  [...measures, 'kind'],
  notes(90, (row) => (row[0] + 0.8 * row[1] + 1.1 * normal() > 0 ? 1 : 0)),
);
write(
  'notes-in-micrometres',
  [...measures, 'kind'],
  known.map((row) => [...row.slice(0, 5).map((cell) => Math.round(70000 + 9000 * cell)), row[5]]),
);
// The first two thirds come from one press, where kind follows from m1, the last third from another, where it follows from m2.
write(
  'two-presses',
  [...measures, 'kind'],
  range(300).map((i) => {
    const row = range(5).map(normal);
    return [...row, row[i < 225 ? 0 : 1] > 0 ? 1 : 0];
  }),
);

// A curve with noise, of few points.
write(
  'few-points',
  ['x', 'y'],
  range(40).map(() => {
    const x = between(-3, 3);
    return [x, Math.sin(x) + 0.5 * normal()];
  }),
);
const points = range(300).map(() => {
  const x = between(-3, 3);
  return [x, Math.sin(2 * x) + 0.1 * normal()];
});
write('points', ['x', 'y'], points);
write(
  'points-in-kilometres',
  ['x', 'y'],
  points.map(([x, y]) => [x, (1e-4 * y).toExponential(3)]),
);
write(
  'points-shuffled',
  ['x', 'z', 'y'],
  range(200).map(() => [between(-3, 3), between(-3, 3), normal()]),
);

// Flats whose price follows from the town, from floor space, and from a lift.
const towns = { Aarhus: 90, Bruges: 140, Cork: 60, Delft: 200 };
const townFlats = range(300).map(() => {
  const [town, space, lift] = [Object.keys(towns)[Math.floor(4 * random())], between(20, 180), random() < 0.4];
  return [town, space, lift ? 'yes' : 'no', 1000 * (towns[town] + 3 * space + (lift ? 30 : 0) + 8 * normal())];
});
const flatOfTown = ['town', 'space', 'lift', 'price'];
write('flats-of-towns', flatOfTown, townFlats);
write(
  'flats-of-towns-misspelt',
  flatOfTown,
  townFlats.map(([town, ...rest], i) => [i % 3 === 0 ? town.toLowerCase() : town, ...rest]),
);
write(
  'flats-of-towns-sorted',
  flatOfTown,
  townFlats.toSorted((a, b) => a[0].localeCompare(b[0])),
);

// Seeds of three kinds by their measures, kind after kind as they were taken.
const kinds = ['flax', 'hemp', 'rape'];
const seeds = range(240).map((i) => {
  const kind = Math.floor(i / 80);
  return [2 + kind + 0.5 * normal(), 5 - kind + 0.5 * normal(), 3 + 0.5 * normal(), kinds[kind]];
});
write('seeds-by-kind', ['length', 'width', 'gloss', 'kind'], seeds);

// Flats of which a few have their price in another unit.
write(
  'flats-of-two-units',
  ['space', 'rooms', 'distance', 'price'],
  flats(300, 0.01).map(([space, rooms, distance, price], i) => [
    space,
    rooms,
    distance,
    i % 60 === 7 ? price * 1000 : price,
  ]),
);

// The sea's level in centimetres, hour by hour: the moon's tide and the sun's.
write(
  'tide',
  ['level'],
  range(700).map((hour) => [
    230 + 120 * Math.sin((2 * Math.PI * hour) / 12.42) + 50 * Math.sin((2 * Math.PI * hour) / 12) + 5 * normal(),
  ]),
);

// Patients of whom one measure tells a little, and eleven tell nothing.
write(
  'patients',
  [...range(12).map((i) => `m${i + 1}`), 'ill'],
  range(200).map(() => {
    const measured = range(12).map(() => normal());
    return [...measured, random() < 1 / (1 + Math.exp(-2.2 * measured[0])) ? 1 : 0];
  }),
);

writeFileSync(
  new URL('data/rhyme.txt', import.meta.url),
  'the cat sat on the mat. the dog ran after the cat. '.repeat(40),
);

// Notes that were joined with themselves: most stand there three or four times, as in a copy of a heart study that many learn with.
const few = notes(90);
write(
  'notes-joined',
  [...measures, 'kind'],
  range(300).map(() => few[Math.floor(random() * few.length)]),
);
