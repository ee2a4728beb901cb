/** Runs the kubectl of the pinned version against a cluster of the tests. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { binary } from './binaries.ts'
import { stateRoot } from './processes.ts'

const outputBytesMax = 64 * 1024 * 1024
const timeoutMs = 60_000

/** Runs kubectl with an empty configuration of its own apart from the kubeconfig; returns its output. */
export async function kubectl(kubeconfig: string, args: string[], input?: string): Promise<string> {
  const running = promisify(execFile)(binary('kubectl'), args, {
    env: { PATH: process.env.PATH ?? '', HOME: stateRoot, KUBECONFIG: kubeconfig },
    maxBuffer: outputBytesMax,
    timeout: timeoutMs,
  })
  running.child.stdin?.end(input)
  return (await running).stdout
}
