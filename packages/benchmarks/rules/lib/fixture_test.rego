package lib.fixture

# A node on which one component runs with the given values, all from flags.
node(key, values) := with_settings(key, {name: {"value": value, "source": "flag"} | some name, value in values})

# The same with whole settings, so with sources of their own.
with_settings(key, settings) := with_component(key, {"settings": settings})

with_component(key, fields) := {
	"type": "kubernetes_master_node",
	"name": "node1",
	"data": {
		"name": "node1",
		"distribution": "kubeadm",
		"control_plane": true,
		"components": object.union(nothing, {key: object.union(bare(key), fields)}),
		"files": [],
	},
}

with_files(files) := object.union(with_component("etcd", {"state": "absent"}), {"data": {"files": files}})

file(key, path, mode) := {
	"key": key, "path": path, "type": "file", "mode": mode,
	"uid": 0, "gid": 0, "owner": "root", "group": "root", "named_by": "candidates",
}

owned(key, path, uid, owner) := object.union(file(key, path, "0600"), {
	"uid": uid, "gid": uid, "owner": owner, "group": owner,
})

object_of(kind, fields) := {
	"type": "k8s_object",
	"sub_type": kind,
	"name": object.get(fields, ["metadata", "name"], "x"),
	"namespace": object.get(fields, ["metadata", "namespace"], null),
	"data": object.union({"kind": kind}, fields),
}

pod(spec) := object_of("Pod", {"metadata": {"name": "web", "namespace": "shop"}, "spec": spec})

# A pod of one container with the given fields.
container(fields) := pod({"containers": [object.union({"name": "app", "image": "registry.example/app:1"}, fields)]})

bare(key) := {"name": key, "state": "running", "version": "1.35.4", "settings": {}, "feature_gates": {}, "documents": {}}

nothing := {key: {"name": key, "state": "absent", "settings": {}, "feature_gates": {}, "documents": {}} |
	some key in ["apiserver", "controller_manager", "scheduler", "etcd", "kubelet", "proxy"]
}

# The same pod made by a workload.
deployment(spec) := object_of("Deployment", {
	"metadata": {"name": "web", "namespace": "shop"},
	"spec": {"template": {"spec": spec}},
})

cron_job(spec) := object_of("CronJob", {
	"metadata": {"name": "web", "namespace": "shop"},
	"spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}},
})

plain := {"name": "app", "image": "registry.example/app:1"}

# A good container, and one with the given fields in another list.
init_container(good, fields) := pod({
	"containers": [object.union(plain, good)],
	"initContainers": [object.union(plain, fields)],
})

ephemeral_container(good, fields) := pod({
	"containers": [object.union(plain, good)],
	"ephemeralContainers": [object.union(plain, fields)],
})

service := object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "ClusterIP"}})

role(rules) := object_of("ClusterRole", {"metadata": {"name": "custom"}, "rules": rules})

rule(verbs, groups, resources) := {"verbs": verbs, "apiGroups": groups, "resources": resources}

binding(kind, name, role_name, subjects) := object_of(kind, {
	"metadata": {"name": name, "namespace": "shop"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role_name},
	"subjects": subjects,
})

account_subject := {"kind": "ServiceAccount", "name": "web", "namespace": "shop"}

# An inventory with objects as {"cluster": {kind: [objects]}, "shop": {kind: [objects]}}.
inventory(cluster, shop) := {
	"cluster": {"any/v1": {kind: {object.metadata.name: object | some object in objects} | some kind, objects in cluster}},
	"namespace": {"shop": {"any/v1": {kind: {object.metadata.name: object | some object in objects} | some kind, objects in shop}}},
}

namespace(name, labels) := object_of("Namespace", {"metadata": {"name": name, "labels": labels}})

cluster(fields) := {
	"type": "kubernetes_cluster",
	"name": "cluster",
	"data": object.union({"kubernetes_version": "1.35.4", "provider": null, "nodes": [], "namespaces": [], "custom_resources": []}, fields),
}

# A pod of the node's own manifests, as the API shows it.
static_pod := object_of("Pod", {
	"metadata": {"name": "etcd-node1", "namespace": "kube-system", "annotations": {"kubernetes.io/config.mirror": "abc"}},
	"spec": {"containers": [plain]},
})

# What the API of a cloud says of a cluster.
cloud(type, data_of_cloud) := {"type": type, "name": "cluster", "data": data_of_cloud}

# A node of another distribution than kubeadm.
on(distribution, a_node) := object.union(a_node, {"data": {"distribution": distribution}})
