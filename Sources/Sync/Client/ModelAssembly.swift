internal import SyncWire

/// A model that comes in pieces: what is there, and where it goes on; a value without a connection.
struct ModelAssembly: Equatable {
    let wish: ModelWish
    private(set) var bytes: [UInt8] = []

    init(_ wish: ModelWish) {
        self.wish = wish
    }

    /// Whether all of it is there.
    var isWhole: Bool { bytes.count == wish.bytes }

    /// What to ask for next; nothing when it is whole.
    var next: Range<Int>? { ModelWish.piece(at: bytes.count, of: wish.bytes) }

    /// The path of the next piece at the hub.
    var path: String { "/sync/v1/blobs/\(wish.digest)?offset=\(bytes.count)" }

    /// Takes the next piece; false for one that is not as long as it was asked to be.
    ///
    /// Then all of it is thrown away: the hub has other bytes under the digest, and pieces of two would never fit.
    mutating func take(_ piece: [UInt8]) -> Bool {
        guard piece.count == next?.count else {
            bytes = []
            return false
        }
        bytes += piece
        return true
    }
}
