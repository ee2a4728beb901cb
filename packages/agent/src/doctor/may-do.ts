/** Asks the Kubernetes API what the one who asks may do. */

import type { KubeClient } from '../kube/client.ts'

export interface Attributes {
  group: string
  resource: string
  subresource?: string
  verb: string
  namespace?: string
  name?: string
}

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'

/** By a SelfSubjectAccessReview, which everybody may ask for and which leaves nothing behind. */
export async function mayDo(kube: KubeClient, resourceAttributes: Attributes): Promise<boolean> {
  const answer = await kube.write('POST', path, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  })
  const status: unknown = Reflect.get(Object(answer), 'status')
  return Reflect.get(Object(status), 'allowed') === true
}
