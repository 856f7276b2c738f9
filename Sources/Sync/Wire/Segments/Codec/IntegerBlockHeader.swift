extension IntegerBlock {
    /// What stands before the packed bits of a block, and how to turn them into integers again.
    struct Header {
        static let exceptionsFlag: UInt8 = 4

        private var prediction: Prediction
        private var hasExceptions: Bool
        private var width: Int
        private var base: Int64
        private var line = Line(start: 0, slope: 0)
        private var packed: Range<Int>

        init(from reader: inout ByteReader, count: Int) throws(SegmentDecodingError) {
            let kind = try reader.byte()
            guard let prediction = Prediction(rawValue: kind & 3), kind <= 7 else {
                throw .contentInvalid("numbers of an unknown prediction")
            }
            self.prediction = prediction
            hasExceptions = kind & Self.exceptionsFlag != 0
            width = Int(try reader.byte())
            guard width <= 64 else { throw .contentInvalid("numbers of more than 64 bits") }
            base = try reader.signed()
            if prediction == .line { line = Line(start: try reader.signed(), slope: try reader.signed()) }
            packed = try reader.take(BitPacking.byteCount(count, width: width))
        }

        /// The residuals, but for the exceptions.
        func unpack(into block: UnsafeMutableBufferPointer<Int64>, bytes: [UInt8]) {
            BitPacking.read(bytes, packed, base: base, width: width, into: block)
        }

        /// Puts the exceptions into the block that begins at `start` and ends with the integers that there are.
        func patch(
            _ integers: inout [Int64], from start: Int, _ reader: inout ByteReader
        ) throws(SegmentDecodingError) {
            guard hasExceptions else { return }
            for _ in 0..<(try reader.byte()) {
                let place = start + Int(try reader.byte())
                guard place < min(start + IntegerColumn.blockCount, integers.count) else {
                    throw .contentInvalid("an exception beyond its block")
                }
                integers[place] = try reader.signed() &+ base
            }
        }

        /// Residuals back to integers, in place.
        func restore(_ block: UnsafeMutableBufferPointer<Int64>, history: History) {
            switch prediction {
            case .level: break
            case .line:
                for index in block.indices { block[index] = block[index] &+ line.value(at: index) }
            case .step:
                var last = history.last
                for index in block.indices {
                    last = last &+ block[index]
                    block[index] = last
                }
            case .slope:
                var (last, beforeLast) = (history.last, history.beforeLast)
                for index in block.indices {
                    let value = block[index] &+ last &+ (last &- beforeLast)
                    (last, beforeLast) = (value, last)
                    block[index] = value
                }
            }
        }
    }
}
