package import SyncWire
package import Telemetry

/// A forest as it lies in the store: which one it is, and its bytes.
///
/// The digest is held against the bytes each time, so that a bad disk does not give a machine another forest.
package struct StoredForest: Sendable, Equatable {
    private static let layout: UInt8 = 1

    /// What the machine was to run.
    package var wish: ModelWish
    /// The snapshot of the forest.
    package var bytes: [UInt8]

    /// A forest that was fetched.
    package init(wish: ModelWish, bytes: [UInt8]) {
        self.wish = wish
        self.bytes = bytes
    }

    /// As bytes of the store.
    package func body() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.layout, capacity: bytes.count + 48)
        writer.write(UInt32(clamping: wish.version))
        writer.write(rest: wish.digest.bytes)
        writer.write(rest: bytes)
        return writer.bytes
    }

    /// What `body` wrote; throws `SnapshotError` for anything else.
    package init(body: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(body, version: Self.layout)
        let version = Int(try reader.number(UInt32.self))
        let rest = reader.rest()
        guard rest.count > Digest.byteCount, rest.count <= ModelWish.bytesMax + Digest.byteCount else {
            throw .truncated
        }
        let bytes = Array(rest.dropFirst(Digest.byteCount))
        guard let digest = Digest(bytes: rest.prefix(Digest.byteCount)), digest == Digest(of: bytes), version > 0
        else { throw .valueInvalid }
        self.init(wish: ModelWish(version: version, digest: digest, bytes: bytes.count), bytes: bytes)
    }
}
