/// The fields of a row that has quotes in it (RFC 4180), taken line by line.
///
/// A quote opens a field only at its beginning; within a field without quotes it is text, as in `3" pipe`. What is
/// quoted may hold separators, doubled quotes and line breaks, within bounds: a quote that is never closed would make
/// one row of the rest of the file. Each byte is looked at once.
struct QuotedFields {
    /// Where a quote was opened, and what is wrong with it.
    struct Fault: Error, Equatable {
        var line: Int
        /// The field's number in the row, from 0.
        var column: Int
        var what: String
    }

    private enum Place {
        case start, text, quoted, closed
    }

    /// The most lines of one quoted field; notes of machine operators are shorter.
    static let linesMax = 100
    /// The most bytes of one quoted field.
    static let bytesMax = 65_536
    private static let quote = UInt8(ascii: "\"")

    private let separator: UInt8
    private(set) var fields: [String] = []
    private var field: [UInt8] = []
    private var place = Place.start
    /// The line on which the last quote was opened.
    private var openedOn = 0

    init(separator: UInt8) {
        self.separator = separator
    }

    /// The row goes on with the next line.
    var isOpen: Bool { place == .quoted }

    /// Takes a line of the row; `line` is its number in the file.
    mutating func take(_ text: String, line: Int) throws(Fault) {
        if isOpen { field.append(UInt8(ascii: "\n")) }
        var text = text
        let isSound = text.withUTF8 { scan($0, line: line) }
        guard isSound else { throw fault("is followed by text; double a quote within quotes") }
        if !isOpen { return close() }
        if line - openedOn + 1 >= Self.linesMax || field.count > Self.bytesMax {
            throw fault("is not closed within \(Self.linesMax) lines and \(Self.bytesMax / 1_024) KiB")
        }
    }

    /// What is wrong when the file ends within a quoted field.
    var unclosed: Fault { fault("is not closed until the end of the file") }

    private func fault(_ what: String) -> Fault {
        Fault(line: openedOn, column: fields.count, what: "the quote that is opened here \(what)")
    }

    /// Whether nothing but spaces stands after a quote that was closed.
    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch place {
            case .quoted where byte != Self.quote: field.append(byte)
            case .quoted where index < bytes.count && bytes[index] == Self.quote:
                field.append(byte)
                index += 1
            case .quoted: place = .closed
            case _ where byte == separator: close()
            case .closed: guard Self.isBlank(byte) else { return false }
            case .start where byte == Self.quote:
                field.removeAll(keepingCapacity: true)
                place = .quoted
                openedOn = line
            default:
                if !Self.isBlank(byte) { place = .text }
                field.append(byte)
            }
        }
        return true
    }

    private mutating func close() {
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        place = .start
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
