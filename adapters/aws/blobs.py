"""Read and write the objects of the bucket."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# S3's error codes for a conditional write that came too late, or at the same moment as another.
_THERE = ("PreconditionFailed", "ConditionalRequestConflict")


@dataclass(frozen=True)
class Blobs:
    """The bucket: objects by key, as text or bytes."""

    client: "S3Client"
    bucket: str

    def put(self, key: str, text: str) -> None:
        self.client.put_object(
            Bucket=self.bucket, Key=key, Body=text.encode(), ContentType="application/json"
        )

    def put_new(self, key: str, text: str) -> bool:
        """Store an object that never changes. Return False, and store nothing, if the key
        exists."""
        try:
            self.client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=text.encode(),
                ContentType="application/json",
                IfNoneMatch="*",
            )
        except self.client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in _THERE:
                raise
            return False
        return True

    def exists(self, key: str) -> bool:
        """Return whether the object exists; needs no right to read it."""
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=key, MaxKeys=1)
        return any(each["Key"] == key for each in found.get("Contents", []))

    def put_bytes(self, key: str, data: bytes) -> None:
        self.client.put_object(
            Bucket=self.bucket, Key=key, Body=data, ContentType="application/gzip"
        )

    def keys(self, prefix: str) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=prefix
        )
        for page in pages:
            yield from (found["Key"] for found in page.get("Contents", []))

    def get(self, key: str) -> str | None:
        """Return the text of an object, or None if there is no such object."""
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
        except self.client.exceptions.NoSuchKey:
            return None
        return answer["Body"].read().decode()
