/** One volume of every type that the API knows. */

type VolumeSource = Record<string, unknown>

const claim = {
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}

/** Those that the restricted level allows, as often as all others. */
export const volumeSources: [VolumeSource, ...VolumeSource[]] = [
  // The API takes a volume without a source for an empty directory.
  {},
  ...Array.from({ length: 3 }, () => [
    {},
    { emptyDir: {} },
    { configMap: { name: 'c' } },
    { secret: { secretName: 's' } },
    { projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
    { downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
    { persistentVolumeClaim: { claimName: 'p' } },
    { ephemeral: { volumeClaimTemplate: claim } },
    { csi: { driver: 'd.example' } },
    { image: { reference: 'registry.example/data:1' } },
  ]).flat(),
  ...Array.from({ length: 4 }, () => ({ hostPath: { path: '/var/log' } })),
  { hostPath: { path: '/dev/fuse', type: 'CharDevice' } },
  { nfs: { server: 'n', path: '/' } },
  { iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2001-04.example:storage', lun: 0 } },
  { cephfs: { monitors: ['m'] } },
  { rbd: { monitors: ['m'], image: 'i' } },
  { glusterfs: { endpoints: 'e', path: 'p' } },
  { gcePersistentDisk: { pdName: 'p' } },
  { awsElasticBlockStore: { volumeID: 'v' } },
  { azureDisk: { diskName: 'd', diskURI: 'https://blob.example/d.vhd', kind: 'Dedicated' } },
  { azureFile: { secretName: 's', shareName: 's' } },
  { fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 } },
  { flexVolume: { driver: 'example/flex' } },
  { cinder: { volumeID: 'v' } },
  { flocker: { datasetName: 'd' } },
  { portworxVolume: { volumeID: 'v' } },
  { quobyte: { registry: '10.0.0.1:7861', volume: 'v' } },
  { scaleIO: { gateway: 'https://g', system: 's', volumeName: 'v', secretRef: { name: 's' } } },
  { storageos: { volumeName: 'v' } },
  { vsphereVolume: { volumePath: 'p' } },
  { photonPersistentDisk: { pdID: 'p' } },
  { gitRepo: { repository: 'https://git.example/r' } },
]
