/** The rules of our own that the agent's deployment does not pass, and why. A test holds the list. */

type Explanations = Record<string, string>

const everywhere: Explanations = {
  'image-digest': 'Give `image` with a digest; which one, only the registry that you use knows.',
  'image-pull-policy': 'The image is known by its version; `image-pull-policy` takes Always.',
  'network-default-deny':
    'Its policy is about its own pods; a namespace as a whole is for you to close.',
  'ns-limit-range': 'The container says what it takes; further bounds are yours to set.',
  'ns-resource-quota': 'There is one pod a node; how many nodes there are, you know.',
  'network-policy-allow-all':
    'Who reads health and metrics has an address that only you know; the port is the only one open.',
  'workload-network-policy': 'Where the API and the server are, only you know; ways out stay open.',
  'priority-class':
    'No class but those of the system is in every cluster; `priority-class` sets one.',
  'sa-token-automount': 'It reads the Kubernetes API, and asks for the token in its pods alone.',
  'sa-token-with-permissions': 'Its permissions read, and each can be left out.',
}

const onEveryNode: Explanations = {
  'ns-psa-enforce': 'Pod Security has no profile for read-only mounts but `privileged`.',
  'pod-hostpath': 'Without mounts of the host no node can be looked at. Each is read-only.',
  'pod-hostpath-sensitive': 'What is looked at is what is sensitive; modes and settings are read.',
  'pod-restricted-volumes': 'The same mounts.',
  'pod-root-group': 'Files of the kubelet are open to root alone.',
  'pod-run-as-non-root': 'The same; user 0 without a capability reads them and changes nothing.',
  'pod-run-as-root': 'The same.',
  'pod-run-as-user-zero': 'The same.',
}

const aloneInTheCluster: Explanations = {
  pdb: 'One pod; while it moves, nothing is lost but minutes.',
  replicas: 'One pod reads the API; a second would wait for it.',
  'topology-spread': 'One pod has nothing to be spread.',
}

/** By rule id. */
export const explained: { nodeChecks: Explanations; apiOnly: Explanations } = {
  nodeChecks: { ...everywhere, ...onEveryNode },
  apiOnly: { ...everywhere, ...aloneInTheCluster },
}
