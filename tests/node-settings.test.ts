/** Changing one setting of the recorded node turns exactly the findings that it should, and no other. */

import { collectNode } from '@evenkeel/agent'
import { createEvaluator, loadRules } from '@evenkeel/benchmarks'
import { expect, test } from 'vitest'
import { type Change, changedNode, recordedNode } from './change-node.ts'

type Turned = Record<string, 'passed' | 'failed' | 'unknown' | 'manual' | 'none'>

const manifests = '/etc/kubernetes/manifests'
const policy = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: Metadata\n'
const encryption =
  'kind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers: [{ identity: {} }, { secretbox: {} }]\n'
const dropIn = (fields: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}\n`
const suites = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'

const cases: [string, Change, Turned][] = [
  [
    '--anonymous-auth=false',
    { flags: ['kube-apiserver', '--anonymous-auth=false'] },
    { 'apiserver-anonymous-auth': 'passed' },
  ],
  [
    '--token-auth-file',
    { flags: ['kube-apiserver', '--token-auth-file=/t.csv'] },
    { 'apiserver-token-auth-file': 'failed' },
  ],
  [
    '--kubelet-certificate-authority',
    { flags: ['kube-apiserver', '--kubelet-certificate-authority=/ca'] },
    { 'apiserver-kubelet-ca': 'passed' },
  ],
  [
    'no --kubelet-client-key',
    { without: ['kube-apiserver', '--kubelet-client-key'] },
    { 'apiserver-kubelet-client-cert': 'failed' },
  ],
  [
    '--authorization-mode=AlwaysAllow',
    { flags: ['kube-apiserver', '--authorization-mode=AlwaysAllow'] },
    {
      'apiserver-authz-no-alwaysallow': 'failed',
      'apiserver-authz-node': 'failed',
      'apiserver-authz-rbac': 'failed',
    },
  ],
  [
    '--authorization-mode=RBAC',
    { flags: ['kube-apiserver', '--authorization-mode=RBAC'] },
    { 'apiserver-authz-node': 'failed' },
  ],
  [
    'more admission plug-ins',
    {
      flags: [
        'kube-apiserver',
        '--enable-admission-plugins=NodeRestriction,AlwaysPullImages,EventRateLimit,DenyServiceExternalIPs',
      ],
    },
    {
      'apiserver-admission-alwayspullimages': 'passed',
      'apiserver-admission-eventratelimit': 'passed',
      'apiserver-admission-denyserviceexternalips': 'passed',
    },
  ],
  [
    'AlwaysAdmit without NodeRestriction',
    { flags: ['kube-apiserver', '--enable-admission-plugins=AlwaysAdmit'] },
    {
      'apiserver-admission-no-alwaysadmit': 'failed',
      'apiserver-admission-noderestriction': 'failed',
    },
  ],
  [
    'a default plug-in disabled',
    { flags: ['kube-apiserver', '--disable-admission-plugins=ServiceAccount'] },
    { 'apiserver-admission-serviceaccount': 'failed' },
  ],
  [
    'another default plug-in disabled',
    { flags: ['kube-apiserver', '--disable-admission-plugins=NamespaceLifecycle'] },
    { 'apiserver-admission-namespacelifecycle': 'failed' },
  ],
  [
    '--profiling=false',
    { flags: ['kube-apiserver', '--profiling=false'] },
    { 'apiserver-profiling': 'passed' },
  ],
  [
    '--audit-log-path',
    { flags: ['kube-apiserver', '--audit-log-path=/a.log'] },
    { 'apiserver-audit-log-path': 'passed' },
  ],
  [
    '--audit-log-maxage',
    { flags: ['kube-apiserver', '--audit-log-maxage=30'] },
    { 'apiserver-audit-log-maxage': 'passed' },
  ],
  [
    '--audit-log-maxbackup',
    { flags: ['kube-apiserver', '--audit-log-maxbackup=10'] },
    { 'apiserver-audit-log-maxbackup': 'passed' },
  ],
  [
    '--audit-log-maxsize',
    { flags: ['kube-apiserver', '--audit-log-maxsize=100'] },
    { 'apiserver-audit-log-maxsize': 'passed' },
  ],
  [
    'a long --request-timeout',
    { flags: ['kube-apiserver', '--request-timeout=1h'] },
    { 'apiserver-request-timeout': 'manual' },
  ],
  [
    '--service-account-lookup=false',
    { flags: ['kube-apiserver', '--service-account-lookup=false'] },
    { 'apiserver-sa-lookup': 'failed' },
  ],
  [
    'no --service-account-key-file',
    { without: ['kube-apiserver', '--service-account-key-file'] },
    { 'apiserver-sa-key-file': 'failed' },
  ],
  [
    'no --etcd-certfile',
    { without: ['kube-apiserver', '--etcd-certfile'] },
    { 'apiserver-etcd-client-cert': 'failed' },
  ],
  [
    'no --etcd-cafile',
    { without: ['kube-apiserver', '--etcd-cafile'] },
    { 'apiserver-etcd-ca': 'failed' },
  ],
  [
    'no --tls-cert-file',
    { without: ['kube-apiserver', '--tls-cert-file'] },
    { 'apiserver-tls-cert': 'failed' },
  ],
  [
    '--tls-min-version=VersionTLS13',
    { flags: ['kube-apiserver', '--tls-min-version=VersionTLS13'] },
    { 'apiserver-tls-ciphers': 'passed' },
  ],
  [
    '--tls-cipher-suites',
    { flags: ['kube-apiserver', `--tls-cipher-suites=${suites}`] },
    { 'apiserver-tls-ciphers': 'passed' },
  ],
  [
    'an encryption configuration that writes clear text',
    {
      flags: ['kube-apiserver', '--encryption-provider-config=/etc/kubernetes/e.yaml'],
      files: { '/etc/kubernetes/e.yaml': encryption },
    },
    { 'apiserver-encryption-config': 'passed' },
  ],
  [
    'an encryption configuration that is not there',
    { flags: ['kube-apiserver', '--encryption-provider-config=/etc/kubernetes/e.yaml'] },
    { 'apiserver-encryption-config': 'passed', 'apiserver-encryption-providers': 'unknown' },
  ],
  [
    'an audit policy',
    {
      flags: ['kube-apiserver', '--audit-policy-file=/etc/kubernetes/p.yaml'],
      files: { '/etc/kubernetes/p.yaml': policy },
    },
    { 'apiserver-audit-policy-file': 'passed', 'apiserver-audit-policy-coverage': 'passed' },
  ],
  [
    '--service-account-extend-token-expiration=false',
    { flags: ['kube-apiserver', '--service-account-extend-token-expiration=false'] },
    { 'apiserver-sa-extend-token-expiration': 'passed' },
  ],
  [
    '--terminated-pod-gc-threshold',
    { flags: ['kube-controller-manager', '--terminated-pod-gc-threshold=500'] },
    { 'kcm-terminated-pod-gc-threshold': 'passed' },
  ],
  [
    'the controller manager on all addresses',
    { flags: ['kube-controller-manager', '--bind-address=0.0.0.0'] },
    { 'kcm-bind-address': 'failed' },
  ],
  [
    '--use-service-account-credentials=false',
    { flags: ['kube-controller-manager', '--use-service-account-credentials=false'] },
    { 'kcm-use-sa-credentials': 'failed' },
  ],
  [
    'a feature gate off',
    { flags: ['kube-controller-manager', '--feature-gates=RotateKubeletServerCertificate=false'] },
    { 'kcm-rotate-kubelet-server-cert': 'failed' },
  ],
  [
    'no --root-ca-file',
    { without: ['kube-controller-manager', '--root-ca-file'] },
    { 'kcm-root-ca-file': 'failed' },
  ],
  [
    'the scheduler on its default address',
    { without: ['kube-scheduler', '--bind-address'] },
    { 'scheduler-bind-address': 'failed' },
  ],
  [
    'the scheduler without profiling',
    { flags: ['kube-scheduler', '--profiling=false'] },
    { 'scheduler-profiling': 'passed' },
  ],
  [
    'etcd without client certificates',
    { flags: ['etcd', '--client-cert-auth=false'] },
    { 'etcd-client-cert-auth': 'failed' },
  ],
  [
    'etcd with --auto-tls',
    { flags: ['etcd', '--auto-tls=true'] },
    { 'etcd-no-auto-tls': 'failed' },
  ],
  [
    'etcd with --peer-auto-tls',
    { flags: ['etcd', '--peer-auto-tls'] },
    { 'etcd-no-peer-auto-tls': 'failed' },
  ],
  [
    'etcd without --peer-key-file',
    { without: ['etcd', '--peer-key-file'] },
    { 'etcd-peer-tls': 'failed' },
  ],
  [
    'etcd with the CA of the cluster',
    { flags: ['etcd', '--trusted-ca-file=/etc/kubernetes/pki/ca.crt'] },
    { 'etcd-unique-ca': 'failed' },
  ],
  [
    'an anonymous kubelet in its file',
    { kubelet: { '    enabled: false': '    enabled: true' } },
    { 'kubelet-anonymous-auth': 'failed' },
  ],
  [
    'an anonymous kubelet by a flag',
    { flags: ['kubelet', '--anonymous-auth=true'] },
    { 'kubelet-anonymous-auth': 'failed' },
  ],
  [
    'a kubelet that allows everything',
    { kubelet: { '  mode: Webhook': '  mode: AlwaysAllow' } },
    { 'kubelet-authorization-mode': 'failed' },
  ],
  [
    'a kubelet with a read-only port',
    { flags: ['kubelet', '--read-only-port=10255'] },
    { 'kubelet-read-only-port': 'failed' },
  ],
  [
    'a limit of process ids in a drop-in',
    {
      flags: ['kubelet', '--config-dir=/etc/kubernetes/k.d'],
      files: { '/etc/kubernetes/k.d/10.conf': dropIn('podPidsLimit: 4096') },
    },
    { 'kubelet-pod-pids-limit': 'passed' },
  ],
  [
    'a later drop-in wins',
    {
      flags: ['kubelet', '--config-dir=/etc/kubernetes/k.d'],
      files: {
        '/etc/kubernetes/k.d/10.conf': dropIn('seccompDefault: true'),
        '/etc/kubernetes/k.d/20.conf': dropIn('seccompDefault: false'),
      },
    },
    {},
  ],
  [
    'a flag wins over a drop-in',
    {
      flags: ['kubelet', '--config-dir=/etc/kubernetes/k.d', '--seccomp-default=true'],
      files: { '/etc/kubernetes/k.d/10.conf': dropIn('seccompDefault: false') },
    },
    { 'kubelet-seccomp-default': 'passed' },
  ],
  [
    'serving certificates from the cluster',
    { flags: ['kubelet', '--rotate-server-certificates=true'] },
    { 'kubelet-serving-cert': 'passed' },
  ],
  [
    'a client certificate that is not renewed',
    { kubelet: { 'rotateCertificates: true': 'rotateCertificates: false' } },
    { 'kubelet-rotate-certificates': 'failed' },
  ],
  [
    'no other name of the node',
    { without: ['kubelet', '--hostname-override'] },
    { 'kubelet-hostname-override': 'passed' },
  ],
  [
    'a manifest for all to read',
    { modes: { [`${manifests}/etcd.yaml`]: '0644' } },
    { 'etcd-manifest-mode': 'failed' },
  ],
  [
    'a manifest of somebody',
    { owners: { [`${manifests}/kube-scheduler.yaml`]: [1000, 0] } },
    { 'scheduler-manifest-owner': 'failed' },
  ],
  [
    'a key for all to read',
    { modes: { '/etc/kubernetes/pki/ca.key': '0640' } },
    { 'pki-key-mode': 'failed' },
  ],
  [
    'a certificate that the group may write',
    { modes: { '/etc/kubernetes/pki/apiserver.crt': '0664' } },
    { 'pki-cert-mode': 'failed' },
  ],
  [
    'the data of etcd for the group',
    { modes: { '/var/lib/etcd': '0750' } },
    { 'etcd-data-dir-mode': 'failed' },
  ],
  [
    'the data of etcd of root',
    { owners: { '/var/lib/etcd': [0, 0] } },
    { 'etcd-data-dir-owner': 'failed' },
  ],
  [
    'the kubeconfig of administrators for all',
    { modes: { '/etc/kubernetes/admin.conf': '0644' } },
    { 'admin-kubeconfig-mode': 'failed' },
  ],
  [
    'the configuration of the kubelet closed',
    { modes: { '/var/lib/kubelet/config.yaml': '0600' } },
    { 'kubelet-config-mode': 'passed' },
  ],
]

test.each(cases)('%s', async (_, change, turned) => {
  const before = await evaluationsOf(recordedNode)
  const after = await evaluationsOf(changedNode(change))
  const differing: Record<string, string> = {}
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id) ?? 'none', after.get(id) ?? 'none']
    if (was !== is) differing[id] = is
  }
  expect(differing).toEqual(turned)
})

const evaluator = createEvaluator(loadRules(), {
  cluster: { id: 'c', name: 'c' },
  benchmarks: ['cis-kubernetes-1.12'],
  kubernetesVersion: '1.35.4',
})

async function evaluationsOf(root: string): Promise<Map<string, string>> {
  const evaluations = new Map<string, string>()
  for await (const observation of collectNode({ root })) {
    if (!('resource' in observation)) continue
    for (const { rule, result } of evaluator.evaluate(observation.resource)) {
      evaluations.set(rule.id, result.evaluation)
    }
  }
  return evaluations
}
