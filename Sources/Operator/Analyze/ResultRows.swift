internal import Glibc
internal import Observability

/// The rows of a result, written as they come: CSV (RFC 4180), or JSON, an array of objects, one a line.
///
/// To a file as a whole or not at all: what is written beside it takes its name with `finish`. `csv` and `json` alone
/// are standard output. Numbers keep all their digits.
final class ResultRows {
    private static let bytesHeld = 1 << 16

    private let path: String?
    private let isJSON: Bool
    private let columns: [String]
    private let descriptor: Int32
    private var held: [UInt8] = []
    private var count = 0
    private var isOpen = true

    /// Begins a result in the form that the name's ending says, `.csv` or `.json`.
    init(output: String, columns: [String]) throws {
        self.columns = columns
        switch output {
        case "csv", "json":
            isJSON = output == "json"
            path = nil
            descriptor = STDOUT_FILENO
        default:
            guard output.hasSuffix(".csv") || output.hasSuffix(".json") else {
                throw CommandFailure(
                    "OPTION_INVALID", "\(output): is csv, json, or a file that ends so", field: "--output")
            }
            isJSON = output.hasSuffix(".json")
            path = output
            descriptor = open(Self.beside(output), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw Self.failure(output) }
        }
        held.reserveCapacity(Self.bytesHeld + 4_096)
        if isJSON { append("[") } else { append(columns.map(Self.quoted).joined(separator: ",") + "\n") }
    }

    deinit {
        guard isOpen, let path else { return }
        close(descriptor)
        unlink(Self.beside(path))
    }

    /// Writes a row with a field for each column.
    func write(_ row: [ResultField]) throws {
        if isJSON {
            append(count == 0 ? "\n" : ",\n")
            held += json(row)
        } else {
            append(row.map(Self.csv).joined(separator: ",") + "\n")
        }
        count += 1
        if held.count >= Self.bytesHeld { try flush() }
    }

    /// Writes what is left; only then the file has its name.
    func finish() throws {
        if isJSON { append("\n]\n") }
        try flush()
        guard let path else { return }
        isOpen = false
        let isWhole = fsync(descriptor) == 0
        close(descriptor)
        guard isWhole, rename(Self.beside(path), path) == 0 else {
            let error = Self.failure(path)
            unlink(Self.beside(path))
            throw error
        }
    }

    private func flush() throws {
        var written = 0
        while written < held.count {
            let count = held[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path ?? "standard output") }
            written += count
        }
        held.removeAll(keepingCapacity: true)
    }

    private func append(_ text: String) { held += text.utf8 }

    private static func csv(_ field: ResultField) -> String {
        switch field {
        case .number(let value): value.isFinite ? "\(value)" : ""
        case .count(let count): "\(count)"
        case .text(let text): quoted(text)
        case .missing: ""
        }
    }

    private func json(_ row: [ResultField]) -> [UInt8] {
        var text = JSONText()
        text.beginObject()
        for (column, field) in zip(columns, row) {
            switch field {
            case .number(let value): text.add(value, for: column)
            case .count(let count): text.add(count, for: column)
            case .text(let word): text.add(word, for: column)
            case .missing: text.add(Double?.none, for: column)
            }
        }
        text.endObject()
        return text.bytes
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private static func beside(_ path: String) -> String { "\(path).\(getpid())" }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("FILE_UNWRITABLE", "\(path): \(String(cString: strerror(errno)))")
    }
}
