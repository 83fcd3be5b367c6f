/** Lists without what the objects hold: of a ConfigMap neither its data nor the time to send them. */

export const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
