/// A message of the quarantine on its second way through the plant thread.
struct QuarantineReplay {
    /// Its number in the quarantine.
    let id: Int64
    /// Why it is not taken this time either; the first reason counts.
    var rejection: (code: String, detail: String)?
}
