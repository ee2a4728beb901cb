/** Where the template of a pod stands in an object, by kind. */

import type { Resource } from '@evenkeel/model'
import { type PathPart, valueAt } from './object-path.ts'

const templates: Readonly<Record<string, PathPart[]>> = {
  Pod: [],
  PodTemplate: ['template'],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

/** Undefined for objects without a pod in them. */
export function templatePath({ subType }: Resource): PathPart[] | undefined {
  return subType !== undefined && Object.hasOwn(templates, subType) ? templates[subType] : undefined
}

/** What stands at a path below the pod's template; undefined where nothing does. */
export function inTemplate(resource: Resource, path: readonly PathPart[]): unknown {
  const template = templatePath(resource)
  return template ? valueAt(resource.data, [...template, ...path]) : undefined
}
