package import Runtime

/// Why a model that the hub wants a machine to run is not run.
package struct ModelRefusal: CodedError, Equatable {
    package let code: String
    package let message: String

    /// The field of the machine's document says nothing that can be fetched.
    package static let wishInvalid = ModelRefusal(
        code: "MODEL_WISH_INVALID", message: "The hub names a model without version, digest or a size that is taken.")

    /// Other bytes came than the hub named.
    package static let digestWrong = ModelRefusal(
        code: "MODEL_DIGEST_WRONG", message: "The model that came is not the one that the hub named.")

    /// The bytes are those that the hub named, and no model.
    package static func notReadable(_ why: String) -> ModelRefusal {
        ModelRefusal(code: "MODEL_INVALID", message: "The model cannot be read: \(why).")
    }

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    package init(_ fault: any CodedError) {
        self.init(code: fault.code, message: fault.message)
    }
}
