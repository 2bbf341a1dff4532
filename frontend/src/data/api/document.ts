// The API's own description (OpenAPI), as the server that answers publishes it.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ApiDocument } from "@/domain/api-document";
import { retryAfterFailure } from "./client";
import { problemOf } from "./http";

const documentQuery = queryOptions({
  queryKey: ["api's document"],
  queryFn: async ({ signal }): Promise<ApiDocument> => {
    const response = await fetch("/api/v1/openapi.json", { signal });
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as ApiDocument;
  },
  refetchInterval: retryAfterFailure,
});

export const useApiDocument = () => useQuery(documentQuery);
