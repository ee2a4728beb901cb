/** Random pods by seed: each is a plain, a strict or a Windows one with a few changes. */

import {
  asNonEmpty,
  type Container,
  type Pod,
  podChanges,
  securityChanges,
  serviceChanges,
  windowsChanges,
} from './changes.ts'
import { createRandom, type Random } from './random.ts'

export interface GeneratedPods {
  pods: Pod[]
  /** The API takes ephemeral containers only into a pod that is there already: `strictPod()`. */
  ephemeralContainers: Container[]
}

const changesMax = 4
const strictPercent = 60
const windowsPercent = 8

export function generatePods(
  seed: number,
  counts: { pods: number; ephemeralContainers: number },
): GeneratedPods {
  const random = createRandom(seed)
  const { pods, ephemeralContainers } = counts
  return asManifests({
    pods: Array.from({ length: pods }, (_, index) => generatePod(`pod-${index}`, random)),
    ephemeralContainers: Array.from({ length: ephemeralContainers }, (_, index) =>
      generateEphemeralContainer(`e${index}`, random),
    ),
  })
}

/** A pod that both levels allow. */
export function strictPod(name: string): Pod {
  return toPod(name, [strictContainer('c0')])
}

function generatePod(name: string, random: Random): Pod {
  if (random.chance(windowsPercent)) return generateWindowsPod(name, random)
  const isStrict = random.chance(strictPercent)
  const create = isStrict ? strictContainer : plainContainer
  const pod = toPod(name, [create('c0'), ...(random.chance(30) ? [create('c1')] : [])])
  if (isStrict && random.chance(40)) moveToPod(pod)
  if (random.chance(30)) {
    const sidecar = { ...create('i0'), restartPolicy: 'Always' }
    pod.spec.initContainers = random.chance(40) ? [sidecar] : [create('i0')]
  }
  for (let left = random.below(changesMax + 1); left > 0; left -= 1) change(pod, random)
  return pod
}

function change(pod: Pod, random: Random): void {
  const { spec } = pod
  const serving = [
    ...spec.containers,
    ...(spec.initContainers ?? []).filter((it) => it.restartPolicy === 'Always'),
  ]
  const all = [...spec.containers, ...(spec.initContainers ?? [])]
  const { pick } = random
  const kind = random.below(10)
  if (kind < 4) pick(asNonEmpty(securityChanges))(pick(asNonEmpty(all)), random, spec)
  else if (kind < 6) pick(asNonEmpty(serviceChanges))(pick(asNonEmpty(serving)), random, spec)
  else pick(asNonEmpty(podChanges))(pod, random)
}

function generateWindowsPod(name: string, random: Random): Pod {
  const pod = toPod(name, [plainContainer('c0'), plainContainer('c1')])
  pod.spec.os = { name: 'windows' }
  if (random.chance(70)) pod.spec.securityContext = { runAsNonRoot: true }
  for (let left = random.below(changesMax); left > 0; left -= 1) {
    random.pick(asNonEmpty(windowsChanges))(pod, random)
  }
  return pod
}

function generateEphemeralContainer(name: string, random: Random): Container {
  const container = random.chance(70) ? strictContainer(name) : plainContainer(name)
  for (let left = random.below(changesMax); left > 0; left -= 1) {
    // What it sets in the pod is lost: the pod is there already.
    random.pick(asNonEmpty(securityChanges))(container, random, { containers: [] })
  }
  return container
}

function toPod(name: string, containers: Container[]): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers } }
}

function plainContainer(name: string): Container {
  return { name, image: 'registry.example/app:1' }
}

function strictContainer(name: string): Container {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  }
  return { ...plainContainer(name), securityContext }
}

/** What a pod can say for all of its containers. */
function moveToPod({ spec }: Pod): void {
  for (const { securityContext } of spec.containers) {
    delete securityContext?.runAsNonRoot
    delete securityContext?.seccompProfile
  }
  spec.securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
}

/** Without the fields that are undefined, and without parts that two pods share. */
function asManifests(generated: GeneratedPods): GeneratedPods {
  return JSON.parse(JSON.stringify(generated)) as GeneratedPods
}
