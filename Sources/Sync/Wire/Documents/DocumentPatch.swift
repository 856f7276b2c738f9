/// What changed in one document; any number of edits of one side since the last patch are one.
public struct DocumentPatch: Hashable, Sendable {
    /// Which document.
    public var key: DocumentKey
    /// The writes that stand, in the order of paths and dots; each with what its writer knew.
    public var writes: [FieldWrite]
    /// Everything up to this is in the patch, or was superseded by something in it.
    public var through: VersionVector
    /// All of the document: what the receiver has within `through` and the patch has not was superseded.
    public var isWhole: Bool

    /// A patch by its parts.
    public init(key: DocumentKey, writes: [FieldWrite], through: VersionVector, isWhole: Bool = false) {
        self.key = key
        self.writes = writes
        self.through = through
        self.isWhole = isWhole
    }

    /// Fields in one patch at most, and so in one document.
    public static let writesMax = 2_048
}
