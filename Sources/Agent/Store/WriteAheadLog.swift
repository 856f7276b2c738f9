/// SQLite's write-ahead log, as far as it says whether it is whole (https://sqlite.org/walformat.html).
///
/// SQLite reads it up to the first frame that does not fit the checksums before it, and takes what follows for the end
/// of a transaction that a loss of power broke off. After a bit that has changed on the disk the same rule forgets
/// transactions that were durable; and where a checkpoint had written them into the database already, older pages then
/// lie over newer ones: a state that never was, of which no check of the database knows.
enum WriteAheadLog {
    /// Whether transactions that were durable stand behind a frame that cannot be read.
    ///
    /// Each commit is synced before the next one is begun, so what power broke off holds one commit at most. Remains of
    /// several such transactions may stand behind each other, because a log is gone on with where it was whole; but a
    /// frame of one does not follow from the checksum of a frame of another. So two commits in a row of frames that
    /// follow from each other are proof of damage. (Damage in the newest transaction alone cannot be told from a loss
    /// of power.) Costs one read of the file.
    ///
    /// - Parameter read: Bytes of the file from a place on, fewer at its end.
    static func isBrokenInside(_ read: (_ offset: UInt64, _ count: Int) -> [UInt8]) -> Bool {
        let head = read(0, headBytes)
        guard head.count == headBytes else { return false }
        var frames = Frames(head)
        var offset = UInt64(headBytes)
        while true {
            let some = read(offset, framesAtOnce * frames.bytes)
            for start in stride(from: 0, through: some.count - frames.bytes, by: frames.bytes) {
                frames.take(some[start..<start + frames.bytes])
                if frames.commitsInRow == 2 { return true }
            }
            guard some.count == framesAtOnce * frames.bytes else { return false }
            offset += UInt64(some.count)
        }
    }

    private static let headBytes = 32
    private static let frameHeadBytes = 24
    private static let framesAtOnce = 64
    /// Of a database that nobody chose another size for, as ours.
    private static let usualPageBytes = 4_096
    private static let magicNumber: UInt32 = 0x377F_0682

    /// The frames, one after the other.
    private struct Frames {
        /// Of one frame.
        let bytes: Int
        /// Commits of the row of frames that ends here and stands behind the first frame that cannot be read.
        private(set) var commitsInRow = 0
        private let isBigEndian: Bool
        /// What says that a frame is not from before the log was begun anew.
        private var salts: ArraySlice<UInt8>?
        /// What the next frame is to follow from; nothing behind one of another log.
        private var sums: Checksums?
        private var isWhole: Bool

        /// The head lies in one sector and is synced before what follows: damaged, it hides frames that are whole.
        init(_ head: [UInt8]) {
            let magic = WriteAheadLog.number(head[..<4])
            isBigEndian = magic & 1 == 1
            var sums = Checksums()
            sums.add(head[..<24], isBigEndian)
            let pageBytes = Int(WriteAheadLog.number(head[8..<12]))
            isWhole =
                magic & ~1 == magicNumber && sums == Checksums(head[24...]) && (512...65_536).contains(pageBytes)
            bytes = frameHeadBytes + (isWhole ? pageBytes : usualPageBytes)
            salts = isWhole ? head[16..<24] : nil
            self.sums = isWhole ? sums : nil
        }

        mutating func take(_ frame: ArraySlice<UInt8>) {
            let start = frame.startIndex
            let own = frame[start + 8..<start + 16]
            let known = salts ?? own
            salts = known
            let isOwn = own == known
            let stored = Checksums(frame[start + 16..<start + 24])
            let follows = isOwn && sums.map { $0.adding(frame, isBigEndian) == stored } ?? false
            sums = isOwn ? stored : nil
            if isWhole, follows { return }
            isWhole = false
            let isCommit = isOwn && WriteAheadLog.number(frame[start + 4..<start + 8]) != 0
            commitsInRow = (follows ? commitsInRow : 0) + (isCommit ? 1 : 0)
        }
    }

    /// Numbers of heads are big-endian in every log.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

    /// The running sums over head and frames.
    private struct Checksums: Equatable {
        private var first: UInt32 = 0
        private var second: UInt32 = 0

        init() {}

        /// As they stand behind what they are of, in big-endian words.
        init(_ written: ArraySlice<UInt8>) {
            first = WriteAheadLog.number(written.prefix(4))
            second = WriteAheadLog.number(written.suffix(4))
        }

        /// With a frame's head and page.
        func adding(_ frame: ArraySlice<UInt8>, _ isBigEndian: Bool) -> Checksums {
            var next = self
            next.add(frame[frame.startIndex..<frame.startIndex + 8], isBigEndian)
            next.add(frame[(frame.startIndex + frameHeadBytes)...], isBigEndian)
            return next
        }

        mutating func add(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) {
            bytes.withUnsafeBytes { bytes in
                for place in stride(from: 0, to: bytes.count & ~7, by: 8) {
                    let words = (
                        bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self),
                        bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                    )
                    first &+= (isBigEndian ? UInt32(bigEndian: words.0) : UInt32(littleEndian: words.0)) &+ second
                    second &+= (isBigEndian ? UInt32(bigEndian: words.1) : UInt32(littleEndian: words.1)) &+ first
                }
            }
        }
    }
}
