/** Names of users and groups by the host's own databases; the container's would name others. */

import type { Host } from './host.ts'

export interface Identities {
  /** The number as text where it has no name. */
  user(uid: number): string
  group(gid: number): string
}

export async function readIdentities(host: Host): Promise<Identities> {
  const users = await readNames(host, '/etc/passwd')
  const groups = await readNames(host, '/etc/group')
  return {
    user: (uid) => users.get(uid) ?? String(uid),
    group: (gid) => groups.get(gid) ?? String(gid),
  }
}

async function readNames(host: Host, path: string): Promise<Map<number, string>> {
  const text = await host.readText(path)
  // Uid and gid 0 are root on every Linux, even where the database cannot be read.
  const names = new Map([[0, 'root']])
  if (text.state !== 'seen') return names
  for (const line of text.value.split('\n')) {
    const [name, , id] = line.split(':')
    if (name && id && /^\d+$/.test(id) && !(Number(id) === 0 && name !== 'root')) {
      if (!names.has(Number(id)) || Number(id) === 0) names.set(Number(id), name)
    }
  }
  return names
}
