/** A Kubernetes API without nodes: etcd, API server and controller manager as plain processes. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binary, kubernetesVersion } from './binaries.ts'
import { kubectl } from './kubectl.ts'
import { freePorts } from './ports.ts'
import {
  disown,
  endRecorded,
  logRoot,
  otherOwner,
  own,
  type RunningProcess,
  startProcess,
  stateRoot,
  until,
} from './processes.ts'

export interface ApiOnlyCluster {
  /** Path of a kubeconfig with a client certificate of the group system:masters. */
  kubeconfig: string
  /** As in https://127.0.0.1:PORT. */
  url: string
  /** Path of the certificate that signed the API server's. */
  caFile: string
  kubectl(args: string[], input?: string): Promise<string>
  /** Leaves the cluster running when this process ends; `down.ts` ends it. */
  keep(): void
  stop(): Promise<void>
}

const folderPrefix = 'api-'

/** Starts a cluster of its own on free ports of the loopback interface; needs no root. */
export async function startApiOnly(): Promise<ApiOnlyCluster> {
  await endAbandonedApiOnly()
  mkdirSync(stateRoot, { recursive: true })
  const folder = mkdtempSync(join(stateRoot, folderPrefix))
  own(folder)
  const ports = await freePorts(3)
  const url = `https://127.0.0.1:${ports[2]}`
  try {
    createCertificates(folder, url)
    // The other administrator of kubeadm's needs a role binding that only its last phase makes.
    const kubeconfig = join(folder, 'super-admin.conf')
    const processes = startApiServer(folder, ports)
    await until(`The API server at ${url} is ready`, async () => {
      assertRunning(processes)
      return (await kubectl(kubeconfig, ['get', '--raw=/readyz']).catch(() => '')) === 'ok'
    })
    processes.push(await startControllerManager(folder, url))
    await until('The default service account exists', async () => {
      assertRunning(processes)
      return (await kubectl(kubeconfig, ['get', 'serviceaccount', '-o=name'])).includes('/default')
    })
    return {
      kubeconfig,
      url,
      caFile: join(folder, 'pki/ca.crt'),
      kubectl: (args, input) => kubectl(kubeconfig, args, input),
      keep: () => disown(folder),
      stop: () => endApiOnly(folder),
    }
  } catch (error) {
    await endApiOnly(folder)
    throw error
  }
}

/** Ends the API-only clusters that nobody uses any more: kept ones and those of a crashed run. */
export async function endAbandonedApiOnly(): Promise<void> {
  mkdirSync(stateRoot, { recursive: true })
  for (const name of readdirSync(stateRoot)) {
    const folder = join(stateRoot, name)
    if (name.startsWith(folderPrefix) && !otherOwner(folder)) await endApiOnly(folder)
  }
}

async function endApiOnly(folder: string): Promise<void> {
  await endRecorded(folder, ['kube-controller-manager', 'kube-apiserver', 'etcd'])
  rmSync(folder, { recursive: true, force: true })
}

/** kubeadm makes the certificates and kubeconfigs, the same as on a real control plane. */
function createCertificates(folder: string, url: string): void {
  const config = join(folder, 'kubeadm.json')
  const apiVersion = 'kubeadm.k8s.io/v1beta4'
  const documents = [
    {
      apiVersion,
      kind: 'InitConfiguration',
      // Never used, but kubeadm would search the machine for one.
      nodeRegistration: { name: 'none', criSocket: 'unix:///nonexistent.sock' },
    },
    {
      apiVersion,
      kind: 'ClusterConfiguration',
      kubernetesVersion,
      certificatesDir: join(folder, 'pki'),
      controlPlaneEndpoint: url.slice('https://'.length),
      encryptionAlgorithm: 'ECDSA-P256',
    },
  ]
  writeFileSync(config, documents.map((it) => JSON.stringify(it)).join('\n---\n'))
  const phase = (...args: string[]) =>
    execFileSync(binary('kubeadm'), ['init', 'phase', ...args, `--config=${config}`], {
      stdio: 'pipe',
    })
  phase('certs', 'all')
  phase('kubeconfig', 'all', `--kubeconfig-dir=${folder}`)
}

function startApiServer(folder: string, ports: number[]): RunningProcess[] {
  const [etcdPort, peerPort, apiPort] = ports
  const etcd = start(folder, 'etcd', {
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': `http://127.0.0.1:${etcdPort}`,
    'advertise-client-urls': `http://127.0.0.1:${etcdPort}`,
    'listen-peer-urls': `http://127.0.0.1:${peerPort}`,
    'initial-advertise-peer-urls': `http://127.0.0.1:${peerPort}`,
    'initial-cluster': `default=http://127.0.0.1:${peerPort}`,
    // A test cluster that loses power has lost nothing.
    'unsafe-no-fsync': 'true',
  })
  const apiServer = start(folder, 'kube-apiserver', {
    'etcd-servers': `http://127.0.0.1:${etcdPort}`,
    'bind-address': '127.0.0.1',
    'secure-port': `${apiPort}`,
    // An endpoint on the loopback interface is refused, and no pod will use it.
    'endpoint-reconciler-type': 'none',
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': 'true',
    'client-ca-file': join(folder, 'pki/ca.crt'),
    'tls-cert-file': join(folder, 'pki/apiserver.crt'),
    'tls-private-key-file': join(folder, 'pki/apiserver.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': join(folder, 'pki/sa.pub'),
    'service-account-signing-key-file': join(folder, 'pki/sa.key'),
    'service-cluster-ip-range': '10.96.0.0/12',
    'requestheader-client-ca-file': join(folder, 'pki/front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
  })
  return [etcd, apiServer]
}

async function startControllerManager(folder: string, url: string): Promise<RunningProcess> {
  const kubeconfig = join(folder, 'controller-manager.conf')
  // kubeadm has it ask the address of this machine's interface, where nothing listens.
  await kubectl(kubeconfig, ['config', 'set-cluster', 'kubernetes', `--server=${url}`])
  return start(folder, 'kube-controller-manager', {
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': '0',
    'leader-elect': 'false',
    'use-service-account-credentials': 'true',
    'flex-volume-plugin-dir': join(folder, 'volume-plugins'),
    'root-ca-file': join(folder, 'pki/ca.crt'),
    'service-account-private-key-file': join(folder, 'pki/sa.key'),
  })
}

function assertRunning(processes: RunningProcess[]): void {
  const ended = processes.find((it) => !it.isRunning())
  if (ended) throw new Error(`${ended.name} ended while it started; its log is in ${logRoot}.`)
}

function start(folder: string, name: string, flags: Record<string, string>): RunningProcess {
  const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)
  return startProcess(folder, { name, command: binary(name), args })
}
