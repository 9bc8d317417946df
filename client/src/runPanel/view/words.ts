import { isOver, latestScores, type Run } from '../run';
import { count, duration, rate, score, timeLeft, value } from './format';

/** The one word for how a run is. */
export const phaseWords: Readonly<Record<Run['phase'], string>> = {
  waiting: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  stopping: 'Stopping',
  completed: 'Done',
  early_stopped: 'Stopped early',
  stopped: 'Stopped',
  diverged: 'Diverged',
  failed: 'Failed',
  lost: 'Connection lost',
  interrupted: 'Interrupted',
};

/** What is said of the run's progress in the header, most important first. */
export function facts(run: Run): string[] {
  const { started, done } = run;
  if (!started || (isOver(run) && run.epoch === 0)) return [];
  const epochs = done?.epochs ?? run.epoch;
  const found = [`epoch ${count(epochs)} of ${count(started.epochs)}`];
  if (done?.seconds != null) found.push(duration(done.seconds));
  else if (!isOver(run) && run.secondsLeft !== null) found.push(timeLeft(run.secondsLeft));
  if (!isOver(run) && run.samplesPerSecond !== null) found.push(`${rate(run.samplesPerSecond)} samples/s`);
  return found;
}

/** The sentences that end a run, or say why there is nothing to see yet. Undefined while the curves speak. */
export function notice(run: Run | null): string | undefined {
  if (!run) return 'Nothing has been trained in this window yet. ▶ Train here stands above every train block.';
  switch (run.phase) {
    case 'waiting':
      return 'Reading the data and compiling the network.';
    case 'running':
    case 'stopping':
      return undefined;
    case 'paused':
      return run.refusal
        ? run.refusal.message
        : 'Nothing is lost. Learning rate, schedule and epochs may be changed in the text; they count from here when it resumes.';
    case 'interrupted':
      return sentences(
        'It has no end: its window was closed or its process ended.',
        run.started ? 'It can go on from its last checkpoint, as if nothing had happened.' : '',
      );
    case 'completed':
      return sentences(testResult(run), best(run));
    case 'early_stopped':
      return sentences(
        testResult(run),
        `It stopped early because ${run.started?.monitor ?? 'the monitored value'} no longer improved.`,
        best(run),
      );
    case 'stopped':
      return sentences(testResult(run), best(run), 'It can go on where it was stopped.');
    case 'diverged':
      return sentences(
        'The loss grew out of all bounds, so the run was ended.',
        run.findings.length > 0 ? 'The findings below say why.' : 'A smaller learning rate is the first thing to try.',
        best(run),
      );
    case 'failed':
      return run.failure?.message ?? 'The run failed.';
    case 'lost':
      return sentences(
        run.failure?.message,
        best(run) || (run.epoch > 0 ? 'The curves show what had arrived until then.' : ''),
      );
  }
}

/** Test scores, the metrics first because they are what people wait for. */
function testResult({ done, started }: Run): string {
  if (!done?.test) return '';
  const { loss, ...metrics } = done.test;
  const order = started?.metrics ?? [];
  const named = Object.entries(metrics).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  const parts = named.map(([name, number]) => `${name.replaceAll('_', ' ')} ${score(name, number)}`);
  if (loss !== undefined) parts.push(`loss ${value(loss)}`);
  return parts.length > 0 ? `Test ${parts.join(', ')}.` : '';
}

const best = (run: Run) => (run.bestEpoch === null ? '' : `Epoch ${count(run.bestEpoch)} was the best.`);

const sentences = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' ');

/** The whole panel in words, for those who cannot see the curves. */
export function summary(run: Run | null): string {
  if (!run) return notice(run)!;
  const said = [`${phaseWords[run.phase]}.`];
  if (run.started) said.push(`${run.started.model} on ${run.started.data}, ${facts(run)[0]}.`);
  for (const [name, number] of latestScores(run)) said.push(`${name} ${score(name, number)}.`);
  const closing = notice(run);
  if (closing) said.push(closing);
  if (run.findings.length > 0)
    said.push(`${run.findings.length} ${run.findings.length === 1 ? 'finding' : 'findings'}.`);
  return said.join(' ');
}
