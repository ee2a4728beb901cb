/** Reads from systemd's files which addresses may talk to the kubelet. */

import type { DocumentFact, Json } from '@evenkeel/model'
import { expandGlob } from '../host/glob.ts'
import type { Host } from '../host/host.ts'

/** Of several folders the first that has the unit counts; drop-ins of all of them add to it. */
const folders = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system']
const settings = ['IPAddressAllow', 'IPAddressDeny'] as const

/** Undefined where the kubelet is not a unit of systemd here. */
export async function readKubeletUnit(host: Host): Promise<DocumentFact | undefined> {
  const paths: string[] = []
  for (const folder of folders) {
    const path = `${folder}/kubelet.service`
    if ((await host.stat(path)).state !== 'seen') continue
    paths.push(path)
    break
  }
  const [unit] = paths
  if (!unit) return undefined
  for (const drop of await dropIns(host)) paths.push(drop)
  const lists: Record<string, Json[]> = { IPAddressAllow: [], IPAddressDeny: [] }
  for (const path of paths) {
    const text = await host.readText(path)
    if (text.state === 'hidden') return { path, gap: text.reason }
    if (text.state === 'seen') for (const line of text.value.split('\n')) apply(lists, line)
  }
  return { path: unit, content: lists }
}

/** By file name over all folders; a name that stands in two counts once, from the first. */
async function dropIns(host: Host): Promise<string[]> {
  const byName = new Map<string, string>()
  for (const folder of folders) {
    const { paths } = await expandGlob(host, `${folder}/kubelet.service.d/*.conf`)
    for (const path of paths) {
      const name = path.slice(path.lastIndexOf('/') + 1)
      if (!byName.has(name)) byName.set(name, path)
    }
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
}

/** An assignment adds to the list, an empty one clears it. */
function apply(lists: Record<string, Json[]>, line: string): void {
  for (const name of settings) {
    const match = new RegExp(`^\\s*${name}\\s*=\\s*(.*?)\\s*$`).exec(line)
    if (!match) continue
    const words = (match[1] ?? '').split(/\s+/).filter((word) => word !== '')
    lists[name] = words.length === 0 ? [] : [...(lists[name] ?? []), ...words]
  }
}
