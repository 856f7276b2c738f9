/// Comparison that takes as long for a first difference as for a last, so that time tells nothing of a secret.
public enum ConstantTime {
    /// Whether two are equal; their lengths are no secret.
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
