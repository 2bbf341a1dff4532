#!/usr/bin/env bash
# Create, remove or show the development cluster: kind, and a registry beside it for the images that Tilt builds.
# Everything can be repeated. k8s/README.md says what comes next.
set -euo pipefail
cd "$(dirname "$0")/.."

cluster=isotherm registry=isotherm-registry port=5001
context=kind-$cluster

usage() {
  cat <<END
Usage: k8s/cluster.sh up | down | status

up      create the cluster $cluster and the registry localhost:$port, or start what is missing of them,
        and select $context as kubectl's context
down    delete both, with all data and passwords of the cluster
status  show what there is
END
}

fail() { printf 'k8s/cluster.sh: %s\n' "$*" >&2; exit 1; }

# All programs that are needed, also by `tilt up`: who lacks one learns it here, with where to get it.
require() {
  local missing=()
  command -v docker >/dev/null || missing+=("docker   https://docs.docker.com/engine/install")
  command -v kind >/dev/null || missing+=("kind     https://kind.sigs.k8s.io/docs/user/quick-start#installation   brew install kind")
  command -v kubectl >/dev/null || missing+=("kubectl  https://kubernetes.io/docs/tasks/tools   brew install kubectl")
  command -v helm >/dev/null || missing+=("helm     https://helm.sh/docs/intro/install   brew install helm")
  # CI deploys with helm
  [ -n "${CI:-}" ] || command -v tilt >/dev/null || missing+=("tilt     https://docs.tilt.dev/install.html   brew install tilt")
  if [ ${#missing[@]} -gt 0 ]; then
    printf 'k8s/cluster.sh: install these first, then run it again:\n' >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 1
  fi
  docker info >/dev/null 2>&1 || fail "Docker does not answer. Start it; on Linux your user has to be in the group docker."
}

# grep reads to the end: kind must not find the pipe closed
has_cluster() { kind get clusters 2>/dev/null | grep -x "$cluster" >/dev/null; }

# A node that was started takes some seconds until its API answers.
await_cluster() {
  local tries=${TRIES:-90}
  until kubectl --context "$context" get --raw /readyz >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "The cluster does not answer. See: docker logs $cluster-control-plane"
    sleep "${PAUSE:-2}"
  done
}

start_registry() {
  case $(docker inspect --format '{{.State.Running}}' "$registry" 2>/dev/null || true) in
    true) ;;
    false) docker start "$registry" >/dev/null ;;
    *) docker run --detach --restart always --publish "127.0.0.1:$port:5000" --network bridge --name "$registry" \
         docker.io/library/registry:3 >/dev/null ;;
  esac
}

# In a node localhost is the node itself: containerd learns where the registry is.
introduce_registry() {
  local node folder=/etc/containerd/certs.d/localhost:$port
  for node in $(kind get nodes --name "$cluster"); do
    docker exec "$node" mkdir -p "$folder"
    printf '[host."http://%s:5000"]\n' "$registry" | docker exec -i "$node" cp /dev/stdin "$folder/hosts.toml"
  done
  if [ "$(docker inspect --format '{{json .NetworkSettings.Networks.kind}}' "$registry")" = null ]; then
    docker network connect kind "$registry"
  fi
  # by which Tilt finds the registry
  kubectl --context "$context" apply -f - >/dev/null <<END
apiVersion: v1
kind: ConfigMap
metadata:
  name: local-registry-hosting
  namespace: kube-public
data:
  localRegistryHosting.v1: |
    host: "localhost:$port"
    help: "https://kind.sigs.k8s.io/docs/user/local-registry/"
END
}

up() {
  require
  start_registry
  if has_cluster; then
    # after a restart of the machine
    docker start "$cluster-control-plane" >/dev/null
    kind export kubeconfig --name "$cluster" 2>/dev/null || fail "kind does not find its own cluster; try: k8s/cluster.sh down"
    await_cluster
  else
    kind create cluster --config k8s/kind.yaml --wait 120s
  fi
  introduce_registry
  printf 'The cluster is ready. Next: tilt up\n'
}

down() {
  require
  if has_cluster; then kind delete cluster --name "$cluster"; fi
  if docker inspect "$registry" >/dev/null 2>&1; then docker rm --force --volumes "$registry" >/dev/null; fi
  # passwords of databases that are gone
  rm -rf .kind
  printf 'The cluster, the registry and their data are deleted.\n'
}

status() {
  require
  if has_cluster; then
    printf 'cluster   %s\n' "$context"
    kubectl --context "$context" get nodes
  else
    printf 'cluster   none\n'
  fi
  printf 'registry  %s\n' "$(docker inspect --format '{{.State.Status}}' "$registry" 2>/dev/null || echo none)"
}

case ${1:-} in
  up | down | status) [ $# = 1 ] || { usage >&2; exit 2; }; "$1" ;;
  --help | -h) usage ;;
  *) usage >&2; exit 2 ;;
esac
