/** What the name of a run's folder is unless somebody chose another: data, model and time. */
const GIVEN = /-\d{8}-\d{6}(?:-\d+)?$/;

/** A run is known by its name where it was given one, and by its time otherwise; by the day too, where it is another than this. */
export function runName(name: string, created: Date, day: Date): string {
  if (!GIVEN.test(name)) return name;
  const time = created.toLocaleTimeString('en-GB');
  return created.toDateString() === day.toDateString()
    ? time
    : `${created.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`;
}
