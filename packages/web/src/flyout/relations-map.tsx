/** The map of relations; loaded when it is first shown. Its nodes are reached by Tab and opened by Enter. */

import type { RelatedResource, Relations } from '@evenkeel/model'
import {
  IconAlertTriangle,
  IconBox,
  IconCertificate,
  IconKey,
  IconLink,
  IconLock,
  IconNetwork,
  IconServer2,
  IconStack2,
  IconTopologyStar3,
  IconUserShield,
} from '@tabler/icons-react'
import {
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react'
import { useMemo, useState } from 'react'
import '@xyflow/react/dist/base.css'
import css from './relations.module.css'
import { layOutRelations, nodeWidth } from './relations-layout.ts'
import { Resource } from './relations-list.tsx'

type ResourceNode = Node<{ resource: RelatedResource }, 'resource'>

const nodeTypes = { resource: ResourceBox }
const zoomMin = 0.2
const zoomFit = 1

interface RelationsMapProps {
  relations: Relations
  clusterId: string
}

export function RelationsMap({ relations, clusterId }: RelationsMapProps) {
  const { nodes, edges } = useMemo(() => toFlow(relations), [relations])
  const first = relations.resources.find(({ hops }) => hops === 0)?.id
  const [chosenId, setChosenId] = useState(first)
  const chosen = relations.resources.find(({ id }) => id === chosenId)
  return (
    <>
      <section className={css.map} aria-label="Map of relations">
        <ReactFlow
          defaultNodes={nodes}
          defaultEdges={edges}
          nodeTypes={nodeTypes}
          onNodeClick={(_, { id }) => setChosenId(id)}
          onSelectionChange={({ nodes: [node] }) => node && setChosenId(node.id)}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          minZoom={zoomMin}
          fitView
          fitViewOptions={{ maxZoom: zoomFit, padding: 0.06 }}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </section>
      {chosen && (
        <p className={css.chosen} role="status">
          <Resource resource={chosen} id={chosen.id} clusterId={clusterId} />
        </p>
      )}
    </>
  )
}

function toFlow(relations: Relations): { nodes: ResourceNode[]; edges: Edge[] } {
  const layout = layOutRelations(relations)
  return {
    nodes: layout.nodes.map(({ resource, x, y, height }) => ({
      id: resource.id,
      type: 'resource',
      position: { x, y },
      width: nodeWidth,
      height,
      data: { resource },
      ariaLabel: describe(resource),
    })),
    edges: layout.edges.map(({ id, from, to, label }) => ({
      id,
      source: from,
      target: to,
      label,
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
    })),
  }
}

function describe({ kind, name, namespace, failed, risk }: RelatedResource): string {
  const parts = [
    namespace ? `${kind} ${name} in ${namespace}` : `${kind} ${name}`,
    failed > 0 && `${failed} failed`,
    risk,
  ]
  return parts.filter((it) => it).join(', ')
}

const icons: [pattern: RegExp, Icon: typeof IconBox][] = [
  [/^(?:Pod|Container)$/, IconBox],
  [/^(?:Deployment|ReplicaSet|StatefulSet|DaemonSet|Job|CronJob)$/, IconStack2],
  [/^(?:Node|.*node)$/i, IconServer2],
  [/^Secret$/, IconKey],
  [/^(?:ServiceAccount|User|Group)$/, IconUserShield],
  [/Binding$/, IconLink],
  [/Role$/, IconCertificate],
  [/^(?:Service|Ingress|Endpoints|Gateway)$/, IconTopologyStar3],
  [/NetworkPolicy$/, IconNetwork],
]

function ResourceBox({ data: { resource }, selected }: NodeProps<ResourceNode>) {
  const { kind, name, failed, risk, hops, is_seen } = resource
  const Icon = icons.find(([pattern]) => pattern.test(kind))?.[1] ?? IconLock
  return (
    <div
      className={css.node}
      data-risk={risk !== null}
      data-own={hops === 0}
      data-chosen={selected}
      data-seen={is_seen}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span className={css.kind}>
        <Icon size={13} aria-hidden />
        {kind}
        {failed > 0 && <span className={css.nodeFailed}>{failed} failed</span>}
      </span>
      <span className={css.nodeName} title={name}>
        {name}
      </span>
      {risk && (
        <span className={css.nodeRisk} title={risk}>
          <IconAlertTriangle size={12} aria-hidden /> {risk}
        </span>
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  )
}
