internal import Glibc

/// The names of one real folder; holds it open until it is let go.
final class DirectoryListing: FileListing {
    private let stream: OpaquePointer
    private let hidden: Set<String>

    /// Takes over an open folder.
    init(_ stream: OpaquePointer, without hidden: Set<String>) {
        self.stream = stream
        self.hidden = hidden.union([".", ".."])
    }

    deinit { closedir(stream) }

    func next() throws(StoreError) -> String? {
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !hidden.contains(name) { return name }
        }
        return nil
    }
}
