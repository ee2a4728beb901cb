/** Makes copies of the recorded node in which one thing is changed. */

import assert from 'node:assert'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const recordedNode = fileURLToPath(
  new URL('../packages/agent/fixtures/kubeadm-node', import.meta.url),
)

export interface Change {
  /** Flags added to the command line of a process, or set anew. */
  flags?: [process: string, ...flags: string[]]
  /** Flags taken off, by name. */
  without?: [process: string, ...flags: string[]]
  /** Lines of the kubelet's configuration, replaced. */
  kubelet?: Record<string, string>
  /** Files written: drop-ins and policies. */
  files?: Record<string, string>
  modes?: Record<string, string>
  owners?: Record<string, [uid: number, gid: number]>
}

/** A copy of the recorded node with one thing changed. */
export function changedNode({
  flags,
  without,
  kubelet,
  files = {},
  modes = {},
  owners = {},
}: Change): string {
  const root = mkdtempSync(join(tmpdir(), 'evenkeel-node-'))
  cpSync(recordedNode, root, { recursive: true })
  if (flags) setFlags(root, flags[0], flags.slice(1))
  if (without) setFlags(root, without[0], [], without.slice(1))
  for (const [from, to] of Object.entries(kubelet ?? {})) {
    const path = join(root, 'var/lib/kubelet/config.yaml')
    const text = readFileSync(path, 'utf8')
    assert(text.includes(from), `The recording has no line ${from}.`)
    writeFileSync(path, text.replace(from, to))
  }
  const list = join(root, '.evenkeel-recorded.json')
  const facts = JSON.parse(readFileSync(list, 'utf8'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    facts.files[dirname(path)] ??= { type: 'directory', mode: '0700', uid: 0, gid: 0 }
    facts.files[path] = { type: 'file', mode: '0600', uid: 0, gid: 0 }
  }
  for (const [path, mode] of Object.entries(modes)) facts.files[path].mode = mode
  for (const [path, [uid, gid]] of Object.entries(owners))
    Object.assign(facts.files[path], { uid, gid })
  writeFileSync(list, JSON.stringify(facts))
  return root
}

function setFlags(root: string, name: string, added: string[], removed: string[] = []): void {
  for (const pid of readdirSync(join(root, 'proc'))) {
    const path = join(root, 'proc', pid, 'cmdline')
    const args = readFileSync(path, 'utf8').split('\0').slice(0, -1)
    if (args[0] !== name) continue
    const names = [...added, ...removed].map((flag) => flag.split('=')[0])
    const kept = args.filter((arg) => !names.includes(arg.split('=')[0]))
    assert(
      kept.length === args.length - removed.length || removed.length === 0,
      `Not all of ${removed} were recorded.`,
    )
    writeFileSync(path, `${[...kept, ...added].join('\0')}\0`)
    return
  }
  throw new Error(`No process ${name} was recorded.`)
}
