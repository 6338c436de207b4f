// What the commands answer.

/** Done; refused, or something was found; wrong use; the machine or its files would not do. */
export const exit = { done: 0, finding: 1, usage: 2, environment: 3 }

export async function verified(place, folder, ...words) {
  const { code, stdout, stderr } = await place.command(['verify', '--data', folder, '--json', ...words])
  return { code, report: stdout ? JSON.parse(stdout) : undefined, stderr }
}
