/**
 * Builds fixtures/kubeadm-node from the recorded facts of a real kubeadm node.
 *
 * npx tsx packages/agent/scripts/record-kubeadm-node.ts FACTS_FOLDER
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [facts = ''] = process.argv.slice(2)
const root = join(import.meta.dirname, '../fixtures/kubeadm-node')
const firstPid = 20_860

rmSync(root, { recursive: true, force: true })
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const files: Record<string, object> = {}
const types: Record<string, string> = { dir: 'directory', file: 'file', link: 'symlink' }
for (const line of readFileSync(join(facts, 'files.csv'), 'utf8').trim().split('\n').slice(1)) {
  const [path = '', type = '', mode = '', uid, gid] = line.split(',')
  files[path] = {
    type: types[type],
    mode: mode.padStart(4, '0'),
    uid: Number(uid),
    gid: Number(gid),
    ...(path.endsWith('kubelet-client-current.pem')
      ? { target: '/var/lib/kubelet/pki/kubelet-client-2026-11-24-13-18-11.pem' }
      : {}),
  }
}

const processes: { args: string[] }[] = JSON.parse(
  readFileSync(join(facts, 'processes.json'), 'utf8'),
)
processes.forEach(({ args }, index) => {
  write(`proc/${firstPid + index * 10}/cmdline`, `${args.join('\0')}\0`)
})
write('proc/2/cmdline', '')

for (const name of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'])
  write(
    `etc/kubernetes/manifests/${name}.yaml`,
    readFileSync(join(facts, `files/${name}.yaml`), 'utf8'),
  )
write('var/lib/kubelet/config.yaml', readFileSync(join(facts, 'files/kubelet-config.yaml'), 'utf8'))
write(
  'etc/passwd',
  'root:x:0:0:root:/root:/bin/bash\netcd:x:102:105::/var/lib/etcd:/usr/sbin/nologin\n',
)
write('etc/group', 'root:x:0:\netcd:x:105:\n')
write('etc/hostname', 'node1\n')
write(
  '.evenkeel-recorded.json',
  `${JSON.stringify(
    {
      version: 1,
      node: 'node1',
      kubernetes_version: '1.35.4',
      visible: [
        '/proc',
        '/etc/kubernetes',
        '/etc/cni/net.d',
        '/etc/passwd',
        '/etc/group',
        '/etc/hostname',
        '/etc/systemd/system',
        '/usr/lib/systemd/system',
        '/lib/systemd/system',
        '/var/lib/kubelet',
        '/var/lib/etcd',
      ],
      files,
    },
    null,
    1,
  )}\n`,
)
