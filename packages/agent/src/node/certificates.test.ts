/** The certificate authorities that components trust can be compared, whatever their files are called. */

import { expect, test } from 'vitest'
import { collect } from '../../fixtures/collect-node.ts'
import { makeRoot, type RootFiles } from '../../fixtures/make-root.ts'

// The digest is over the bytes between the lines; no certificate is needed for it.
const pem = (body: string) =>
  `-----BEGIN CERTIFICATE-----\n${btoa(body)}\n-----END CERTIFICATE-----\n`

async function digestsOf(files: RootFiles) {
  const { data } = await collect(
    makeRoot({
      '/proc/1/comm': 'systemd',
      '/proc/10/cmdline': ['etcd', '--trusted-ca-file=/pki/etcd.crt'],
      '/proc/11/cmdline': ['kube-apiserver', '--client-ca-file=/pki/ca.crt'],
      ...files,
    }),
  )
  return [
    data?.components.etcd.documents['trusted-ca-file'],
    data?.components.apiserver.documents['client-ca-file'],
  ]
}

test('the same certificate under two names has one digest', async () => {
  const [etcd, apiserver] = await digestsOf({
    '/pki/etcd.crt': pem('one'),
    '/pki/ca.crt': `comment\n${pem('two')}${pem('one')}`,
  })
  expect(etcd).toEqual({
    path: '/pki/etcd.crt',
    content: { sha256: ['7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed'] },
  })
  expect(apiserver).toMatchObject({
    content: {
      sha256: expect.arrayContaining([
        '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',
      ]),
    },
  })
})

test('a file without a certificate is a gap, and so is one that is not there', async () => {
  const [etcd, apiserver] = await digestsOf({ '/pki/etcd.crt': 'nothing' })
  expect(etcd).toEqual({ path: '/pki/etcd.crt', gap: '/pki/etcd.crt holds no certificate.' })
  expect(apiserver).toEqual({ path: '/pki/ca.crt', gap: '/pki/ca.crt is not there on the host.' })
})
