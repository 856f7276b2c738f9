/// How the files of segments are named: twelve digits, so that a listing is in order.
enum SegmentName {
    static func file(_ seq: UInt64) -> String {
        let digits = String(seq)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits + ".seg"
    }

    static func seq(_ file: String) -> UInt64? {
        file.hasSuffix(".seg") ? UInt64(file.dropLast(4)) : nil
    }
}
